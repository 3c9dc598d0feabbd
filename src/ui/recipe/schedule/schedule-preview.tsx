import { useMemo } from 'react'
import { Line, LineChart, XAxis, YAxis } from 'recharts'
import { resolveRecipe, type RecipeChoice } from '../../../recipe/choice.ts'
import { outlookOf } from '../../../runs/live/outlook.ts'
import { CURVE } from '../../plot/curve.ts'
import { PlotOfRecharts } from '../../plot/measured-chart.tsx'
import { usePlot } from '../../plot/use-plot.ts'
import { formatSmall } from '../../words/format.ts'
import { useSize } from '../../controls/use-size.ts'
import { RECIPE } from '../texts.ts'

/** Side of a knot's square, in pixels. */
const HANDLE = 7

/** The learning rate over a whole run on the full data set. */
export function SchedulePreview({ choice }: { choice: RecipeChoice }) {
  const [ref, size] = useSize<HTMLDivElement>()
  const { length, schedule } = useMemo(() => outlookOf(choice, 'full'), [choice])
  const knots = useMemo(
    () => knotPoints(choice, length.epochs, schedule),
    [choice, length, schedule],
  )
  const peak = schedule.reduce((best, point) => (point.rate > best.rate ? point : best))
  return (
    <div className="plot preview" ref={ref} role="img" aria-label={RECIPE.preview}>
      {size !== null && (
        <LineChart
          width={size.width}
          height={size.height}
          data={schedule}
          margin={{ top: 18, right: 6, bottom: 24, left: 6 }}
          accessibilityLayer={false}
        >
          <XAxis hide type="number" dataKey="epoch" domain={[0, length.epochs]} />
          <YAxis hide type="number" domain={[0, peak.rate]} />
          <Line {...CURVE} className="main-line" dataKey="rate" />
          <PlotOfRecharts>
            <PreviewAxis peak={peak} epochs={length.epochs} knots={knots} />
          </PlotOfRecharts>
        </LineChart>
      )}
    </div>
  )
}

type Point = ReturnType<typeof outlookOf>['schedule'][number]

/** Positions of the schedule's knots on its line, within the run. */
function knotPoints(choice: RecipeChoice, epochs: number, line: readonly Point[]): Point[] {
  const { unit, knots } = resolveRecipe(choice).schedule
  const inEpochs = knots.map(([at]) => (unit === 'epoch' ? at : at * epochs))
  return inEpochs
    .filter((epoch) => epoch <= epochs)
    .map((epoch) =>
      line.reduce((best, point) =>
        Math.abs(point.epoch - epoch) < Math.abs(best.epoch - epoch) ? point : best,
      ),
    )
}

interface PreviewAxisProps {
  readonly peak: Point
  readonly epochs: number
  readonly knots: readonly Point[]
}

function PreviewAxis({ peak, epochs, knots }: PreviewAxisProps) {
  const plot = usePlot()
  if (plot === null) return null
  const y = Math.round(plot.bottom) + 0.5
  const short = (epoch: number) => String(Number(epoch.toFixed(epochs < 2 ? 2 : 1)))
  const marks = [
    { epoch: 0, label: 'epoch 0', anchor: 'start' },
    { epoch: peak.epoch, label: short(peak.epoch), anchor: 'middle' },
    { epoch: epochs, label: short(epochs), anchor: 'end' },
  ] as const
  const labelled = marks.filter(
    ({ epoch }) => epoch === 0 || epoch === epochs || plot.x(epoch) - plot.left > 64,
  )
  return (
    <g>
      <line className="base" x1={plot.left} x2={plot.right} y1={y} y2={y} />
      {labelled.map(({ epoch, label, anchor }) => (
        <g key={label}>
          <line className="tick" x1={plot.x(epoch)} x2={plot.x(epoch)} y1={y} y2={y + 6} />
          <text x={plot.x(epoch)} y={y + 20} textAnchor={anchor}>
            {label}
          </text>
        </g>
      ))}
      {knots.map(({ epoch, rate }) => (
        <rect
          key={epoch}
          className="handle"
          x={Math.round(plot.x(epoch)) - HANDLE / 2}
          y={Math.round(plot.y(rate)) - HANDLE / 2}
          width={HANDLE}
          height={HANDLE}
        />
      ))}
      <text className="label halo" x={plot.x(peak.epoch) + 10} y={plot.y(peak.rate)}>
        {formatSmall(peak.rate)}
      </text>
    </g>
  )
}

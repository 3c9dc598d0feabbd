import { memo, useMemo } from 'react'
import { type EpochScores, plainTestLoss, type Run } from '../../../runs/run.ts'
import { resolveRecipe } from '../../../recipe/choice.ts'
import type { RunLength } from '../../../recipe/schedule/schedule.ts'
import { formatSmall } from '../../words/format.ts'
import { useLab } from '../../context/lab-context.ts'
import { useSize } from '../../controls/use-size.ts'
import { CursorDots } from '../pane/cursor-dots.tsx'
import { DirectLabels, type SeriesEnd } from '../pane/direct-labels.tsx'
import { Dots } from '../pane/dots.tsx'
import { Gridlines } from '../../plot/gridlines.tsx'
import { lossFloor, lossScale } from './loss-scale.ts'
import { PaneChart } from '../../plot/pane-chart.tsx'
import type { ChartLine } from '../../plot/pane-chart-props.ts'
import { type CurveBehind, withComparableLosses } from '../behind/curve-behind.ts'
import { GreyLine } from '../behind/grey-line.tsx'
import { StepTrace } from './step-trace.tsx'
import { CHARTS } from '../texts.ts'

const LINES: readonly ChartLine[] = [
  { key: 'train', look: 'dashed' },
  { key: 'test', look: 'main-line' },
]

interface LossPaneProps {
  readonly epochs: readonly EpochScores[]
  readonly length: RunLength
  readonly gutter: number
  readonly behind: CurveBehind | null
}

export const LossPane = memo(function LossPane({ epochs, length, gutter, behind }: LossPaneProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const floor = useLab(({ run }) => lossFloor(lowestOf(run), expectedOf(run)))
  const scale = useMemo(() => lossScale(floor), [floor])
  const choice = useLab(({ run, setup }) => run?.request.choice ?? setup.choice)
  const smoothing = useMemo(() => resolveRecipe(choice).labelSmoothing, [choice])
  const own = epochs.length === 0 ? null : smoothing
  const shown = useMemo(() => behind && withComparableLosses(behind, own), [behind, own])
  const losses = useMemo(
    () => ({
      train: epochs.map(({ train }) => train.loss),
      test: epochs.map((scores) => plainTestLoss(scores, smoothing)),
    }),
    [epochs, smoothing],
  )
  const rows = useMemo(() => {
    const heightOf = (loss: number | null) => (loss === null ? null : scale.height(loss))
    return epochs.map(({ epoch }, i) => ({
      epoch,
      train: heightOf(losses.train[i]),
      test: heightOf(losses.test[i]),
    }))
  }, [epochs, losses, scale])
  const ends = useMemo(
    (): SeriesEnd[] =>
      (['train', 'test'] as const).map((name) => ({
        name: CHARTS.series[name],
        points: rows.map((row) => ({ epoch: row.epoch, height: row[name] })),
        values: losses[name].map((loss) => (loss === null ? null : formatSmall(loss))),
      })),
    [losses, rows],
  )
  return (
    <figure className="pane loss">
      <figcaption>
        <b>{CHARTS.loss.name}</b>
        <span className="second meaning">
          {CHARTS.loss.meaning(smoothing, losses.test.includes(null))}
        </span>
      </figcaption>
      <div className="plot" ref={ref}>
        {size !== null && (
          <PaneChart
            size={size}
            epochs={length.epochs}
            gutter={gutter}
            data={rows}
            lines={LINES}
            under={
              <>
                <Gridlines
                  lines={scale.lines.map((loss) => ({
                    height: scale.height(loss),
                    name: loss.toFixed(Math.max(1, -Math.floor(Math.log10(loss)))),
                  }))}
                />
                {shown !== null && (
                  <>
                    <GreyLine dashed points={lossesOf(shown, 'trainLoss', scale.height)} />
                    <GreyLine points={lossesOf(shown, 'testLoss', scale.height)} />
                  </>
                )}
                <StepTrace heightOf={({ loss }) => scale.height(loss)} />
              </>
            }
          >
            {epochs.length === 1 &&
              ends.map(({ name, points }, i) => (
                <Dots key={name} points={points} hollow={i === 0} />
              ))}
            <CursorDots series={ends} />
            <DirectLabels series={ends} avoid={null} />
          </PaneChart>
        )}
      </div>
    </figure>
  )
})

function lossesOf(
  { points }: CurveBehind,
  which: 'trainLoss' | 'testLoss',
  height: (loss: number) => number,
) {
  return points.map((point) => {
    const loss = point[which]
    return { epoch: point.epoch, height: loss === null ? null : height(loss) }
  })
}

/** Every full run on the full data set gets below this loss; on the sample it may not. */
const FULL_RUN_LOSS = 0.5

const expectedOf = (run: Run | null): number =>
  run?.request.dataset === 'sample' ? Infinity : FULL_RUN_LOSS

/** The lowest loss the pane must show. */
function lowestOf(run: Run | null): number {
  if (run === null) return Infinity
  const { labelSmoothing } = resolveRecipe(run.request.choice)
  const tests = run.epochs.flatMap((scores) => [
    scores.train.loss,
    plainTestLoss(scores, labelSmoothing) ?? Infinity,
  ])
  return Math.min(...tests, ...run.series.points.map(({ loss }) => loss))
}

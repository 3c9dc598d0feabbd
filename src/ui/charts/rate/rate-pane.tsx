import { memo, useMemo } from 'react'
import type { Outlook } from '../../../runs/live/outlook.ts'
import { rateFactorAt } from '../../../runs/live/rate-changes.ts'
import { epochsDone, isUnderWay, type RateChange } from '../../../runs/run.ts'
import { formatSmall } from '../../words/format.ts'
import { useLab } from '../../context/lab-context.ts'
import { useSize } from '../../controls/use-size.ts'
import { PaneChart } from '../../plot/pane-chart.tsx'
import { useHidden } from '../../lesson/current-lesson.ts'
import { RateButtons } from './rate-buttons.tsx'
import { CHARTS } from '../texts.ts'
import { TimeAxis } from '../pane/time-axis.tsx'
import { usePlot } from '../../plot/use-plot.ts'

/** Pixels below the plot for ticks and their labels. */
const AXIS_HEIGHT = 28

/** Space above the peak for its label. */
const HEADROOM = 1.3

/** Pixels for the label right of now, and for the peak's label on either side. */
const NOW_ROOM = 108
const PEAK_ROOM = 36

const NO_CHANGES: readonly RateChange[] = []

/** A schedule is planned, not measured. */
const NO_TESTS: readonly object[] = []

interface RatePaneProps {
  readonly outlook: Outlook
  readonly gutter: number
  readonly narrow: boolean
}

export const RatePane = memo(function RatePane({ outlook, gutter, narrow }: RatePaneProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const buttonsHidden = useHidden('rate')
  const { length, schedule } = outlook
  const changes = useLab(({ run }) => run?.rateChanges ?? NO_CHANGES)
  const rates = useMemo(
    () =>
      schedule.map(({ epoch, rate }) => ({
        epoch,
        rate: rate * rateFactorAt(changes, Math.round(epoch * length.stepsPerEpoch)),
      })),
    [schedule, changes, length],
  )
  const peak = rates.reduce((best, point) => (point.rate > best.rate ? point : best))
  const rows = useMemo(
    () => rates.map(({ epoch, rate }) => ({ epoch, rate: rate / (HEADROOM * peak.rate) })),
    [rates, peak.rate],
  )
  return (
    <figure className="pane rate">
      <figcaption>
        <b>{CHARTS.rate.name}</b>
        <span className="second meaning">{CHARTS.rate.meaning}</span>
        {!buttonsHidden && <RateButtons />}
      </figcaption>
      <div className="plot" ref={ref}>
        {size !== null && (
          <PaneChart
            size={size}
            epochs={length.epochs}
            gutter={gutter}
            below={AXIS_HEIGHT}
            data={NO_TESTS}
            lines={[]}
          >
            <PlannedRates rows={rows} />
            <DoneRates rows={rows} />
            <RateRemarks peakEpoch={peak.epoch} peakRate={peak.rate} />
            <TimeAxis length={length} narrow={narrow} />
          </PaneChart>
        )}
      </div>
    </figure>
  )
})

/** The whole schedule with its changes, dotted. */
function PlannedRates({ rows }: { rows: readonly { epoch: number; rate: number }[] }) {
  const plot = usePlot()
  if (plot === null) return null
  const points = rows.map(({ epoch, rate }) => `${plot.x(epoch)},${plot.y(rate)}`)
  return <path className="plan" d={`M${points.join('L')}`} />
}

/** The part of the schedule that is done. */
function DoneRates({ rows }: { rows: readonly { epoch: number; rate: number }[] }) {
  const plot = usePlot()
  const now = useLab(({ run }) => (run === null ? 0 : epochsDone(run)))
  if (plot === null || now === 0) return null
  const after = rows.findIndex(({ epoch }) => epoch > now)
  const behind = after === -1 ? rows : rows.slice(0, after)
  const points = behind.map(({ epoch, rate }) => `${plot.x(epoch)},${plot.y(rate)}`)
  if (after > 0) {
    const [a, b] = [rows[after - 1], rows[after]]
    const rate = a.rate + ((b.rate - a.rate) * (now - a.epoch)) / (b.epoch - a.epoch)
    points.push(`${plot.x(now)},${plot.y(rate)}`)
  }
  return <path className="done-line" d={`M${points.join('L')}`} />
}

function RateRemarks({ peakEpoch, peakRate }: { peakEpoch: number; peakRate: number }) {
  const plot = usePlot()
  const run = useLab((state) => state.run)
  if (plot === null) return null
  const rate = run !== null && isUnderWay(run) ? (run.lastStep?.rate ?? null) : null
  const nowX = run === null || rate === null ? -Infinity : plot.x(epochsDone(run))
  const peakX = Math.max(plot.x(peakEpoch), plot.left + 72)
  const covered = nowX > peakX - NOW_ROOM && nowX < peakX + PEAK_ROOM
  return (
    <g>
      {!covered && (
        <text className="remark halo" x={peakX} y={plot.y(1 / HEADROOM) + 22} textAnchor="middle">
          {CHARTS.rate.peak(formatSmall(peakRate))}
        </text>
      )}
      {rate !== null && (
        <text
          className="remark halo"
          x={nowX + 12}
          y={Math.min(plot.y(rate / (HEADROOM * peakRate)) - 6, plot.bottom - 8)}
        >
          {CHARTS.rate.now(formatSmall(rate))}
        </text>
      )}
    </g>
  )
}

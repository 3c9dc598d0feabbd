import { crossingOf, epochsDone } from '../../../runs/run.ts'
import type { RunLength } from '../../../recipe/schedule/schedule.ts'
import { formatTime } from '../../words/format.ts'
import { useLab } from '../../context/lab-context.ts'
import { useCursor } from '../panes-context.ts'
import { timeTicks } from './time-axis-ticks.ts'
import { TickMark } from '../../plot/tick-mark.tsx'
import { usePlot } from '../../plot/use-plot.ts'

/** Minimum pixels between two labels. */
const ROOM = { wide: 36, narrow: 48 }

/** Pixels for the crossing's time beside its line. */
const TIME_ROOM = 80

/** Pixels for the first label, "epoch 0", with some space. */
const FIRST_ROOM = 60

/** The three panes' shared axis; it fills from the left during the run. */
export function TimeAxis({ length, narrow }: { length: RunLength; narrow: boolean }) {
  const plot = usePlot()
  const now = useLab(({ run }) => (run === null ? 0 : epochsDone(run)))
  const crossing = useLab(({ run }) => (run === null ? null : crossingOf(run)))
  const heldEpoch = useHeldEpoch()
  if (plot === null) return null
  const { ticks, minor } = timeTicks(
    length,
    plot.right - plot.left,
    narrow ? ROOM.narrow : ROOM.wide,
  )
  const y = Math.round(plot.bottom) + 0.5
  const metX = crossing === null ? null : plot.x(crossing.epoch)
  const last = ticks.length - 1
  return (
    <g>
      <line className="base" x1={plot.left} x2={plot.right} y1={y} y2={y} />
      {minor.map((epoch) => (
        <TickMark key={epoch} x={plot.x(epoch)} top={y} minor />
      ))}
      {ticks.map(({ epoch, label }, i) => {
        const x = plot.x(epoch)
        const underTime = metX !== null && x > metX + 1 && x < metX + TIME_ROOM
        const underFirst = i > 0 && i < last && x < plot.left + FIRST_ROOM
        return (
          <g key={epoch}>
            <TickMark x={x} top={y} />
            {!underTime && !underFirst && (
              <text
                className={epoch === heldEpoch ? 'bold' : undefined}
                x={x}
                y={y + 20}
                textAnchor={i === 0 ? 'start' : i === last ? 'end' : 'middle'}
              >
                {label}
              </text>
            )}
          </g>
        )
      })}
      {now > 0 && <line className="behind-now" x1={plot.left} x2={plot.x(now)} y1={y} y2={y} />}
      {crossing !== null && metX !== null && (
        <text className="met halo" x={metX + 12} y={y + 20}>
          {formatTime(crossing.trainSeconds)}
        </text>
      )}
    </g>
  )
}

function useHeldEpoch(): number | null {
  const cursor = useCursor()
  return useLab(({ run }) => (cursor === null ? null : (run?.epochs.at(cursor)?.epoch ?? null)))
}

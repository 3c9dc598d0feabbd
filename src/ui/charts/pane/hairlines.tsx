import { epochsDone, isUnderWay } from '../../../runs/run.ts'
import { useLab } from '../../context/lab-context.ts'
import { useCursor } from '../panes-context.ts'
import { CHARTS } from '../texts.ts'

/** The moving lines through all panes: now, and the crosshair. `width` is the plot's, in pixels. */
export function Hairlines({ width, epochs }: { width: number; epochs: number }) {
  const now = useLab(({ run }) =>
    run !== null && run.plan !== null && isUnderWay(run) ? epochsDone(run) : null,
  )
  const cursor = useCursor()
  const held = useLab(({ run }) =>
    cursor === null ? null : (run?.epochs.at(cursor)?.epoch ?? null),
  )
  const left = (epoch: number) => Math.round((epoch / epochs) * width)
  return (
    <>
      {now !== null && (
        <>
          <div className="hairline now" style={{ left: left(now) }} />
          <div
            className="hidden-text"
            role="progressbar"
            aria-label={CHARTS.progress}
            aria-valuenow={Math.round((100 * now) / epochs)}
            aria-valuemin={0}
            aria-valuemax={100}
          />
        </>
      )}
      {held !== null && <div className="hairline cursor" style={{ left: left(held) }} />}
    </>
  )
}

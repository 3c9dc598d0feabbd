import { Pause, Play } from 'lucide-react'
import { measurePace, timeLeft } from '../../runs/live/pace.ts'
import { epochsDone, type Run } from '../../runs/run.ts'
import { approximateTime, inline } from '../words/format.ts'
import { useActions } from '../context/lab-context.ts'
import { goTo } from '../address/page-view.ts'
import { PAGE } from '../words/texts.ts'
import { epochWords } from '../train/epoch-words.ts'

const TEXT = PAGE.run

/** The run in progress, shown in the header of the other views: progress and a pause button. The header's rule fills. */
export function RunInHead({ run }: { run: Run }) {
  const { pause, resume } = useActions()
  const held = run.phase === 'paused'
  const steps = run.plan?.length.steps ?? 1
  const percent = Math.round((100 * run.steps) / steps)
  const Icon = held ? Play : Pause
  return (
    <div className="run-in-head">
      <button type="button" className="word-button" onClick={() => goTo('train')}>
        {wordsOf(run)}
      </button>
      {run.phase !== 'preparing' && (
        <button
          type="button"
          className="icon-button"
          aria-label={held ? TEXT.resume : TEXT.pause}
          onClick={held ? resume : pause}
        >
          <Icon strokeWidth={1.5} aria-hidden />
        </button>
      )}
      <div
        className="head-progress"
        role="progressbar"
        aria-label={TEXT.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        style={{ width: `${percent}%` }}
      />
    </div>
  )
}

function wordsOf(run: Run): string {
  const { plan, request, phase } = run
  if (plan === null) return TEXT.preparing(request.seed)
  const { length } = plan
  const at = epochWords(Math.min(Math.ceil(length.epochs), Math.floor(epochsDone(run)) + 1), length)
  const where = TEXT.epoch(at, epochWords(length.epochs, length))
  if (phase === 'paused') return TEXT.paused(request.seed, where)
  const pace = measurePace(run.marks)
  const left = pace === null ? null : timeLeft(pace, length.steps - run.steps).seconds
  return TEXT.training(
    request.seed,
    left === null ? where : `${where}, ${TEXT.left(inline(approximateTime(left)))}`,
  )
}

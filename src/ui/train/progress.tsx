import { Pause, Play, SkipForward, Square } from 'lucide-react'
import { useId } from 'react'
import type { DataStatus } from '../../data/status.ts'
import { guessed, type Run } from '../../runs/run.ts'
import type { Wish } from '../../runs/store/lab-state.ts'
import type { RunSchedule } from '../../trainer/events.ts'
import { GUESSING_HINT } from '../../trainer/recovery/chance.ts'
import { interruptionText } from '../../trainer/recovery/failure.ts'
import { isShort } from '../charts/pane/time-axis-ticks.ts'
import { DownloadProgress } from '../images/download-progress.tsx'
import { useActions, useLab } from '../context/lab-context.ts'
import { useFocusIfLost } from '../app/use-focus-if-lost.ts'
import { epochWords } from './epoch-words.ts'
import { Problem } from './problem.tsx'
import { Readouts } from './readouts.tsx'
import { RUN } from './run-texts.ts'

const TEXT = RUN.progress

/** A run in progress: figures, buttons and status. */
export function RunProgress({ run }: { run: Run }) {
  const heading = useId()
  return (
    <section className="strip" aria-labelledby={heading}>
      <h1 id={heading} className="hidden-text">
        {TEXT.title}
      </h1>
      <Readouts run={run} />
      <div className="acts">
        <RunButtons run={run} />
        <Doing run={run} />
      </div>
    </section>
  )
}

function RunButtons({ run }: { run: Run }) {
  const wish = useLab((state) => state.wish)
  const downloadPaused = useLab((state) => state.data?.phase === 'paused')
  const { pause, resume, step, stop } = useActions()
  const first = useFocusIfLost<HTMLButtonElement>()
  const preparing = run.phase === 'preparing'
  const held = preparing
    ? wish === 'pause' || (run.preparing === 'data' && downloadPaused)
    : run.phase === 'paused'
  const pausing = !held && wish === 'pause'
  const stopping = wish === 'stop' || wish === 'restart'
  return (
    <div className="buttons">
      <button
        ref={first}
        type="button"
        className="button large"
        aria-disabled={pausing}
        onClick={pausing ? undefined : held ? resume : pause}
      >
        {held ? <Play strokeWidth={1.5} aria-hidden /> : <Pause strokeWidth={1.5} aria-hidden />}
        {held ? RUN.buttons.resume : RUN.buttons.pause}
      </button>
      <button
        type="button"
        className="button large"
        aria-disabled={run.phase !== 'paused'}
        onClick={run.phase === 'paused' ? step : undefined}
      >
        <SkipForward strokeWidth={1.5} aria-hidden />
        {RUN.buttons.step}
      </button>
      <button
        type="button"
        className="button large"
        aria-disabled={stopping}
        onClick={stopping ? undefined : stop}
      >
        <Square strokeWidth={1.5} aria-hidden />
        {RUN.buttons.stop}
      </button>
    </div>
  )
}

function Doing({ run }: { run: Run }) {
  const wish = useLab((state) => state.wish)
  const data = useLab((state) => state.data)
  const problem = useLab((state) => state.problem)
  if (problem !== null) return <Problem problem={problem} />
  if (run.phase === 'preparing') return <Preparing run={run} data={data} />
  return (
    <div className="note">
      <Interrupted run={run} />
      <Stalled run={run} />
      {wordsFor(run, wish).map((line) => (
        <p key={line} className={line === TEXT.clock ? 'wide-only' : undefined}>
          {line}
        </p>
      ))}
    </div>
  )
}

/** Shown while the GPU does not respond, and afterwards. */
function Stalled({ run: { stall } }: { run: Run }) {
  if (stall === null) return null
  return <p role="status">{(stall.over ? TEXT.answered : TEXT.stalled)(stall.seconds)}</p>
}

/** The last device loss, and where training resumed. */
function Interrupted({ run }: { run: Run }) {
  const last = run.interruptions.at(-1)
  if (last === undefined) return null
  const loss = interruptionText(last)
  return (
    <p role="status">{run.phase === 'preparing' ? loss : TEXT.interrupted(loss, last.resumesAt)}</p>
  )
}

function Preparing({ run, data }: { run: Run; data: DataStatus | null }) {
  const fetching =
    run.preparing === 'data' &&
    run.request.dataset === 'full' &&
    data !== null &&
    (data.phase === 'downloading' || data.phase === 'paused')
  if (!fetching) {
    return (
      <div className="note">
        <Interrupted run={run} />
        <p>{preparationOf(run)}</p>
      </div>
    )
  }
  return (
    <div className="note">
      <p>
        <DownloadProgress data={data} />
      </p>
      <p>{data.phase === 'paused' ? TEXT.fetchPaused : TEXT.fetching}</p>
    </div>
  )
}

function preparationOf({ preparing, kernels }: Run): string {
  if (preparing !== 'kernels') return TEXT[preparing]
  return kernels === null ? TEXT.engine : TEXT.kernels(kernels.compiled, kernels.total)
}

function wordsFor(run: Run, wish: Wish | null): string[] {
  const { plan } = run
  if (plan === null) return []
  if (wish === 'stop' || wish === 'restart') return [TEXT.stopping]
  if (run.phase === 'paused') return [TEXT.paused(run.steps)]
  if (wish === 'pause') return [TEXT.pausing]
  const next = Math.floor(run.steps / plan.length.stepsPerEpoch) + 1
  const test =
    isShort(plan.length) || next >= plan.length.epochs
      ? TEXT.last
      : TEXT.next(epochWords(next, plan.length))
  const memory = Math.max(plan.engine.bytes, run.usage?.bytesAtMost ?? 0)
  const { remark } = plan.engine
  return [
    `${TEXT.training(memory)} ${test}`,
    ...(guessed(run) ? [GUESSING_HINT] : []),
    ...(remark === undefined ? [] : [remark]),
    noteOf(plan),
  ]
}

/** How this run differs from its recipe; if it does not, what the clock counts. */
function noteOf({ batchSize, requestedBatchSize, normImages }: RunSchedule): string {
  if (batchSize < requestedBatchSize) return TEXT.smallerBatch(batchSize, requestedBatchSize)
  return normImages === null ? TEXT.clock : TEXT.dividedNorm(normImages, batchSize)
}

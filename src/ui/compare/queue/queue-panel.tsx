import { Pause, Play, X } from 'lucide-react'
import { useStore } from 'zustand'
import { presetNamed } from '../../../recipe/presets.ts'
import { changesOf } from '../../../recipe/choice/summary.ts'
import { queueSeconds } from '../../../runs/queue/expected.ts'
import { openItems, type Queue, type QueueItem, runningItem } from '../../../runs/queue/queue.ts'
import { measurePace, timeLeft } from '../../../runs/live/pace.ts'
import { approximateTime, inline } from '../../words/format.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { useLab } from '../../context/lab-context.ts'
import { COMPARE } from '../texts.ts'
import './queue.css'
import { useExpectedSeconds } from './use-expected-seconds.ts'

const TEXT = COMPARE.queue

/** The queued runs: progress, and buttons to pause and cancel. */
export function QueuePanel() {
  const { queue: runner } = useRunLibrary()
  const queue = useStore(runner.store)
  const open = openItems(queue)
  if (open.length === 0) return null
  const done = queue.items.length - open.length
  return (
    <section className="queue" aria-label={TEXT.title}>
      <h2 className="h2">{TEXT.title}</h2>
      <p role="status">
        <Left queue={queue} done={done} />{' '}
        {queue.paused && (
          <span className="second">
            {TEXT.paused} {runningItem(queue) === null && TEXT.pausedBy}
          </span>
        )}
      </p>
      <div className="queue-buttons">
        {queue.paused ? (
          <button type="button" className="button small" onClick={() => runner.resume()}>
            <Play strokeWidth={1.5} aria-hidden />
            {TEXT.resume}
          </button>
        ) : (
          <button type="button" className="button small" onClick={() => runner.pause()}>
            <Pause strokeWidth={1.5} aria-hidden />
            {TEXT.pause}
          </button>
        )}
        <button type="button" className="button small" onClick={() => runner.cancelAll()}>
          <X strokeWidth={1.5} aria-hidden />
          {TEXT.cancel}
        </button>
      </div>
      <div className="head-progress" style={{ width: `${(100 * done) / queue.items.length}%` }} />
      <details className="numbers">
        <summary>{TEXT.list}</summary>
        <ol className="queue-items">
          {queue.items.map((item) => (
            <Item key={item.id} item={item} onCancel={() => runner.cancel([item.id])} />
          ))}
        </ol>
      </details>
    </section>
  )
}

function Left({ queue, done }: { queue: Queue; done: number }) {
  const expected = useExpectedSeconds()
  const underWay = useLab(({ run }) => {
    if (run === null || run.plan === null) return null
    const pace = measurePace(run.marks)
    const left = run.plan.length.steps - run.steps
    // Rounded, so that this renders at most once a second.
    return pace === null ? null : Math.round(timeLeft(pace, left).seconds)
  })
  const seconds = queueSeconds(queue, underWay, expected)
  const time = seconds === null ? null : inline(approximateTime(seconds))
  return <>{TEXT.left(done, queue.items.length, time)}.</>
}

function Item({ item, onCancel }: { item: QueueItem; onCancel: () => void }) {
  const { choice, seed } = item.request
  const words = TEXT.item(changesOf(choice), presetNamed(choice.preset).title, seed)
  return (
    <li>
      <span>{words}</span>
      <span className="second">{TEXT.states[item.state]}</span>
      {item.state === 'waiting' && (
        <button
          type="button"
          className="icon-button"
          aria-label={TEXT.cancelOne(words)}
          onClick={onCancel}
        >
          <X strokeWidth={1.5} aria-hidden />
        </button>
      )}
    </li>
  )
}

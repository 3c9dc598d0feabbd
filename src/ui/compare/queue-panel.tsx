import { Pause, Play, X } from 'lucide-react'
import { useStore } from 'zustand'
import { summariseChoice } from '../../recipe/summary.ts'
import { queueSeconds } from '../../runs/queue/expected.ts'
import { openItems, type Queue, type QueueItem, runningItem } from '../../runs/queue/queue.ts'
import { measurePace, timeLeft } from '../../runs/pace.ts'
import { approximateTime, inline } from '../format.ts'
import { useKeeping } from '../keeping-context.ts'
import { useLab } from '../lab-context.ts'
import { COMPARE } from './texts.ts'
import { useExpectedSeconds } from './use-expected-seconds.ts'

const TEXT = COMPARE.queue

/** The runs that follow one another by themselves: how far they are, and keys to hold and to end them. */
export function QueuePanel() {
  const { queue: runner } = useKeeping()
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
      <div className="queue-keys">
        {queue.paused ? (
          <button type="button" className="key small" onClick={() => runner.goOn()}>
            <Play strokeWidth={1.5} aria-hidden />
            {TEXT.goOn}
          </button>
        ) : (
          <button type="button" className="key small" onClick={() => runner.pause()}>
            <Pause strokeWidth={1.5} aria-hidden />
            {TEXT.pause}
          </button>
        )}
        <button type="button" className="key small" onClick={() => runner.cancelAll()}>
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
    // To the second, so that this is drawn anew no more often.
    return pace === null ? null : Math.round(timeLeft(pace, left).seconds)
  })
  const seconds = queueSeconds(queue, underWay, expected)
  const time = seconds === null ? null : inline(approximateTime(seconds))
  return <>{TEXT.left(done, queue.items.length, time)}.</>
}

function Item({ item, onCancel }: { item: QueueItem; onCancel: () => void }) {
  const words = TEXT.item(summariseChoice(item.request.choice), item.request.seed)
  return (
    <li>
      <span>{words}</span>
      <span className="second">{TEXT.states[item.state]}</span>
      {item.state === 'waiting' && (
        <button
          type="button"
          className="icon-key"
          aria-label={TEXT.cancelOne(words)}
          onClick={onCancel}
        >
          <X strokeWidth={1.5} aria-hidden />
        </button>
      )}
    </li>
  )
}

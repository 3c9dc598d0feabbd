import * as v from 'valibot'
import { RecipeChoiceSchema } from '../../recipe/choice.ts'
import { MeasuresSchema } from '../../trainer/measures.ts'
import type { RunPhase, RunRequest } from '../run.ts'
import { MAX_SEED } from '../setup.ts'

const RequestSchema = v.object({
  choice: RecipeChoiceSchema,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEED)),
  dataset: v.picklist(['full', 'sample']),
  engine: v.picklist(['wgsl', 'tfjs']),
  measures: v.exactOptional(MeasuresSchema),
})

const ItemSchema = v.object({
  id: v.pipe(v.number(), v.integer()),
  request: RequestSchema,
  /** The experiment it is part of; null where it is none's. */
  experiment: v.nullable(v.string()),
  state: v.picklist(['waiting', 'running', 'done', 'failed', 'stopped']),
})

/** Runs that follow one another. */
export const QueueSchema = v.object({
  version: v.literal(1),
  /** Whether the next run waits for a person. */
  paused: v.boolean(),
  items: v.array(ItemSchema),
})

export type Queue = v.InferOutput<typeof QueueSchema>
export type QueueItem = v.InferOutput<typeof ItemSchema>

export const EMPTY_QUEUE: Queue = { version: 1, paused: false, items: [] }

/** After this many runs in a row have failed the rest waits: the fault is then likelier the computer's. */
const FAILURES_IN_A_ROW = 2

const isOpen = ({ state }: QueueItem): boolean => state === 'waiting' || state === 'running'

/** What is yet to be run, the one under way included. */
export const openItems = ({ items }: Queue): QueueItem[] => items.filter(isOpen)

export const runningItem = ({ items }: Queue): QueueItem | null =>
  items.find(({ state }) => state === 'running') ?? null

/** The run to start now; null while one goes on, the queue is paused, or nothing waits. */
export function nextItem(queue: Queue): QueueItem | null {
  if (queue.paused || runningItem(queue) !== null) return null
  return queue.items.find(({ state }) => state === 'waiting') ?? null
}

/** Puts runs at the end. A queue that had come to its end starts afresh. */
export function enqueue(
  queue: Queue,
  requests: readonly RunRequest[],
  experiment: string | null,
): Queue {
  const kept = openItems(queue).length === 0 ? [] : queue.items
  const first = Math.max(0, ...kept.map(({ id }) => id)) + 1
  const added = requests.map((request, i): QueueItem => ({
    id: first + i,
    request,
    experiment,
    state: 'waiting',
  }))
  return { ...queue, paused: kept.length > 0 && queue.paused, items: [...kept, ...added] }
}

export const started = (queue: Queue, id: number): Queue => withState(queue, id, 'running')

/** The run under way has ended. One that a person stopped pauses the queue, and so do failures in a row. */
export function ended(queue: Queue, phase: Extract<RunPhase, QueueItem['state']>): Queue {
  const item = runningItem(queue)
  if (item === null) return queue
  const next = withState(queue, item.id, phase)
  const over = next.items.filter((other) => !isOpen(other) && other.id <= item.id)
  const last = over.slice(-FAILURES_IN_A_ROW)
  const failing = last.length === FAILURES_IN_A_ROW && last.every(({ state }) => state === 'failed')
  return { ...next, paused: next.paused || phase === 'stopped' || failing }
}

export const setPaused = (queue: Queue, paused: boolean): Queue => ({ ...queue, paused })

/** Takes runs that wait out of the queue; the one under way goes on. */
export const cancel = (queue: Queue, ids: readonly number[]): Queue => ({
  ...queue,
  items: queue.items.filter(({ id, state }) => state !== 'waiting' || !ids.includes(id)),
})

/** The queue with a run under way that is no part of an experiment any more. */
export const detached = (queue: Queue): Queue => ({
  ...queue,
  items: queue.items.map((item) =>
    item.state === 'running' ? { ...item, experiment: null } : item,
  ),
})

/** The queue as a page finds it: what was under way is run anew, and nothing starts before a person says so. */
export function reopened(queue: Queue): Queue {
  const items = queue.items.map((item): QueueItem =>
    item.state === 'running' ? { ...item, state: 'waiting' } : item,
  )
  return { ...queue, items, paused: items.some(isOpen) }
}

const withState = (queue: Queue, id: number, state: QueueItem['state']): Queue => ({
  ...queue,
  items: queue.items.map((item) => (item.id === id ? { ...item, state } : item)),
})

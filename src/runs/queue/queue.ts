import { ENGINE_NAMES } from '../../engine/engine.ts'
import { DATASET_NAMES } from '../../data/datasets.ts'
import * as v from 'valibot'
import { RecipeChoiceSchema } from '../../recipe/choice.ts'
import { type Guessed, GuessedSchema } from '../../trainer/comparison.ts'
import { MeasuresSchema } from '../../trainer/measures.ts'
import type { RunPhase, RunRequest } from '../run.ts'
import { MAX_SEED } from '../store/setup.ts'

const RequestSchema = v.object({
  choice: RecipeChoiceSchema,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEED)),
  dataset: v.picklist(DATASET_NAMES),
  engine: v.picklist(ENGINE_NAMES),
  measures: v.exactOptional(MeasuresSchema),
})

const ItemSchema = v.object({
  id: v.pipe(v.number(), v.integer()),
  request: RequestSchema,
  /** The experiment it is part of, or null. */
  experiment: v.nullable(v.string()),
  state: v.picklist(['waiting', 'running', 'done', 'failed', 'stopped']),
  /** The visitor's guess about it. */
  guessed: v.exactOptional(GuessedSchema),
})

/** Runs to train one after another. */
export const QueueSchema = v.object({
  version: v.literal(1),
  /** Whether the queue is paused. */
  paused: v.boolean(),
  items: v.array(ItemSchema),
})

export type Queue = v.InferOutput<typeof QueueSchema>
export type QueueItem = v.InferOutput<typeof ItemSchema>

export const EMPTY_QUEUE: Queue = { version: 1, paused: false, items: [] }

/** The queue pauses after this many failures in a row: the cause is then probably the computer. */
const FAILURES_IN_A_ROW = 2

const isOpen = ({ state }: QueueItem): boolean => state === 'waiting' || state === 'running'

/** Runs still to do, including the current one. */
export const openItems = ({ items }: Queue): QueueItem[] => items.filter(isOpen)

export const runningItem = ({ items }: Queue): QueueItem | null =>
  items.find(({ state }) => state === 'running') ?? null

/** The run to start now; null if one is running, the queue is paused or empty. */
export function nextItem(queue: Queue): QueueItem | null {
  if (queue.paused || runningItem(queue) !== null) return null
  return queue.items.find(({ state }) => state === 'waiting') ?? null
}

/** Appends runs, with a guess about the last of them if there is one. A finished queue starts over. */
export function enqueue(
  queue: Queue,
  requests: readonly RunRequest[],
  experiment: string | null,
  guessed: Guessed | null = null,
): Queue {
  const kept = openItems(queue).length === 0 ? [] : queue.items
  const first = Math.max(0, ...kept.map(({ id }) => id)) + 1
  const added = requests.map((request, i): QueueItem => ({
    id: first + i,
    request,
    experiment,
    state: 'waiting',
    ...(guessed !== null && i === requests.length - 1 && { guessed }),
  }))
  return { ...queue, paused: kept.length > 0 && queue.paused, items: [...kept, ...added] }
}

export const started = (queue: Queue, id: number): Queue => withState(queue, id, 'running')

/** The current run has ended. A manual stop or repeated failures pause the queue. */
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

/** Removes waiting runs; the current one continues. */
export const cancel = (queue: Queue, ids: readonly number[]): Queue => ({
  ...queue,
  items: queue.items.filter(({ id, state }) => state !== 'waiting' || !ids.includes(id)),
})

/** Detaches the current run from its experiment. */
export const detached = (queue: Queue): Queue => ({
  ...queue,
  items: queue.items.map((item) =>
    item.state === 'running' ? { ...item, experiment: null } : item,
  ),
})

/** The stored queue as loaded: the interrupted run starts over, and nothing starts until the user resumes. */
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

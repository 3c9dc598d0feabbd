import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunStore } from '../history/store.ts'
import { isUnderWay, type Run, type RunRequest } from '../run.ts'
import type { Lab } from '../store.ts'
import {
  cancel,
  detached,
  EMPTY_QUEUE,
  ended,
  enqueue,
  nextItem,
  openItems,
  type Queue,
  QueueSchema,
  reopened,
  runningItem,
  setPaused,
  started,
} from './queue.ts'

const VALUE = 'queue'

/** Feeds the runs of a queue to the lab one after another, and keeps the queue over the page's end. */
export class QueueRunner {
  readonly store: StoreApi<Queue>
  readonly #lab: Lab
  readonly #disk: RunStore
  readonly #onProblem: (error: unknown) => void
  #writing = Promise.resolve()
  /** Whether the run under way was ended since it has told enough. */
  #endedEarly = false

  private constructor(lab: Lab, disk: RunStore, queue: Queue, onProblem: (error: unknown) => void) {
    this.#lab = lab
    this.#disk = disk
    this.#onProblem = onProblem
    this.store = createStore<Queue>(() => queue)
    lab.store.subscribe((state, before) => {
      if (state.run !== before.run) this.#follow(state.run)
    })
  }

  /** The queue as it was left, paused if there is anything in it. */
  static async open(
    lab: Lab,
    disk: RunStore,
    onProblem: (error: unknown) => void,
  ): Promise<QueueRunner> {
    const kept = v.safeParse(QueueSchema, await disk.readValue(VALUE))
    const queue = kept.success ? reopened(kept.output) : EMPTY_QUEUE
    return new QueueRunner(lab, disk, queue, onProblem)
  }

  add(requests: readonly RunRequest[], experiment: string | null = null): void {
    this.#set(enqueue(this.store.getState(), requests, experiment))
    this.#startNext()
  }

  /** Puts runs at the end that follow from the last one: a queue that a person paused stays paused. */
  addNext(requests: readonly RunRequest[], experiment: string): void {
    const queue = this.store.getState()
    this.#set(setPaused(enqueue(queue, requests, experiment), queue.paused))
    this.#startNext()
  }

  /** The run under way goes to its end; no other starts. */
  pause(): void {
    this.#set(setPaused(this.store.getState(), true))
  }

  goOn(): void {
    this.#set(setPaused(this.store.getState(), false))
    this.#startNext()
  }

  /** Ends the run under way: it has told enough, and the next may start. */
  endEarly(): void {
    if (this.#endedEarly || runningItem(this.store.getState()) === null) return
    this.#endedEarly = true
    this.#lab.actions.stop()
  }

  cancel(ids: readonly number[]): void {
    this.#set(cancel(this.store.getState(), ids))
  }

  /** The run under way goes to its end as nobody's: nothing follows from it. */
  cancelAll(): void {
    this.cancel(openItems(this.store.getState()).map(({ id }) => id))
    this.#set(detached(this.store.getState()))
  }

  #follow(run: Run | null): void {
    const item = runningItem(this.store.getState())
    if (item === null) {
      if (run === null || !isUnderWay(run)) this.#startNext()
      return
    }
    const own = run?.request === item.request ? run : null
    if (own !== null && isUnderWay(own)) return
    const phase = phaseOf(own, this.#endedEarly)
    this.#endedEarly = false
    this.#set(ended(this.store.getState(), phase))
    this.#startNext()
  }

  #startNext(): void {
    const { run } = this.#lab.store.getState()
    if (run !== null && isUnderWay(run)) return
    const item = nextItem(this.store.getState())
    if (item === null) return
    this.#set(started(this.store.getState(), item.id))
    this.#lab.actions.startAside(item.request)
  }

  #set(queue: Queue): void {
    this.store.setState(queue, true)
    this.#writing = this.#writing
      .then(() => this.#disk.writeValue(VALUE, queue))
      .catch(this.#onProblem)
  }
}

/** How a run of the queue ended: one that diverged has told what its recipe does, and so has one that was ended early. */
function phaseOf(run: Run | null, endedEarly: boolean): 'done' | 'failed' | 'stopped' {
  if (run?.phase === 'done' || run?.failure?.diverged === true) return 'done'
  if (run?.phase === 'failed') return 'failed'
  return endedEarly ? 'done' : 'stopped'
}

import * as v from 'valibot'
import type { StoreApi } from 'zustand/vanilla'
import type { Guessed } from '../../trainer/comparison.ts'
import type { RunStore } from '../history/store.ts'
import { createGuardedStore } from '../store/guarded-store.ts'
import { isUnderWay, type Run, type RunRequest } from '../run.ts'
import type { Lab } from '../store/store.ts'
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

type FollowersOf = (experiment: string, last: RunRequest) => readonly RunRequest[]

/** Starts the runs of a queue one after another, and stores the queue. */
export class QueueRunner {
  readonly store: StoreApi<Queue>
  readonly #lab: Lab
  readonly #disk: RunStore
  readonly #onProblem: (error: unknown) => void
  #writing = Promise.resolve()
  /** Whether the current run was stopped early by its experiment. */
  #endedEarly = false
  #followersOf: FollowersOf = () => []

  private constructor(lab: Lab, disk: RunStore, queue: Queue, onProblem: (error: unknown) => void) {
    this.#lab = lab
    this.#disk = disk
    this.#onProblem = onProblem
    this.store = createGuardedStore(() => queue)
  }

  /** The stored queue, paused unless empty. */
  static async open(
    lab: Lab,
    disk: RunStore,
    onProblem: (error: unknown) => void,
  ): Promise<QueueRunner> {
    const stored = v.safeParse(QueueSchema, await disk.readValue(VALUE))
    const queue = stored.success ? reopened(stored.output) : EMPTY_QUEUE
    return new QueueRunner(lab, disk, queue, onProblem)
  }

  add(requests: readonly RunRequest[], experiment: string | null = null): void {
    this.#set(enqueue(this.store.getState(), requests, experiment))
    this.#startNext()
  }

  /** Adds a run and the one that it is compared with, which comes first. */
  addPair(base: RunRequest, request: RunRequest, guessed: Guessed): void {
    this.#set(enqueue(this.store.getState(), [base, request], null, guessed))
    this.#startNext()
  }

  /** Sets a callback that returns an experiment's next runs, if they depend on results. */
  setFollowers(followersOf: FollowersOf): void {
    this.#followersOf = followersOf
  }

  /** Pauses after the current run. */
  pause(): void {
    this.#set(setPaused(this.store.getState(), true))
  }

  resume(): void {
    this.#set(setPaused(this.store.getState(), false))
    this.#startNext()
  }

  /** Stops the current run early, and the next may start. */
  endEarly(): void {
    if (this.#endedEarly || runningItem(this.store.getState()) === null) return
    this.#endedEarly = true
    this.#lab.actions.stop()
  }

  cancel(ids: readonly number[]): void {
    this.#set(cancel(this.store.getState(), ids))
  }

  /** Detaches the current run, which continues without follow-up runs. */
  cancelAll(): void {
    this.cancel(openItems(this.store.getState()).map(({ id }) => id))
    this.#set(detached(this.store.getState()))
  }

  /** Called when the lab's run has ended and is recorded: adds follow-up runs, and starts the next. */
  runEnded(run: Run): void {
    const item = runningItem(this.store.getState())
    if (item?.request === run.request) {
      const phase = phaseOf(run, this.#endedEarly)
      this.#endedEarly = false
      this.#set(ended(this.store.getState(), phase))
      if (phase === 'done' && item.experiment !== null)
        this.#addFollowers(item.experiment, item.request)
    }
    this.#startNext()
  }

  /** A queue that the user paused stays paused. */
  #addFollowers(experiment: string, last: RunRequest): void {
    const queue = this.store.getState()
    if (openItems(queue).some((item) => item.experiment === experiment)) return
    const requests = this.#followersOf(experiment, last)
    if (requests.length === 0) return
    this.#set(setPaused(enqueue(queue, requests, experiment), queue.paused))
  }

  #startNext(): void {
    const { run } = this.#lab.store.getState()
    if (run !== null && isUnderWay(run)) return
    const item = nextItem(this.store.getState())
    if (item === null) return
    this.#set(started(this.store.getState(), item.id))
    this.#lab.actions.startAside(item.request, { guessed: item.guessed ?? null })
  }

  #set(queue: Queue): void {
    this.store.setState(queue, true)
    this.#writing = this.#writing
      .then(() => this.#disk.writeValue(VALUE, queue))
      .catch(this.#onProblem)
  }
}

/** How a run of the queue ended; diverged runs and those stopped early count as done. */
function phaseOf(run: Run, endedEarly: boolean): 'done' | 'failed' | 'stopped' {
  if (run.phase === 'done' || run.failure?.diverged === true) return 'done'
  if (run.phase === 'failed') return 'failed'
  return endedEarly ? 'done' : 'stopped'
}

/** GPU work that waits to be submitted. */
export interface Job {
  /** Its estimated cost, in the same unit for all jobs. */
  readonly weight: number
  /** Writes scalars, encodes and submits. */
  run(): void
}

export interface SubmitBudget {
  /** GPU time that one submit should take at most, in ms: a longer one freezes the desktop. */
  readonly submit: number
  /** GPU time that may be in flight, in ms; with 0, each submit waits for the one before it. */
  readonly inFlight: number
}

export const SUBMIT_BUDGET: SubmitBudget = { submit: 50, inFlight: 250 }
/** One submit at a time, which some GPUs run faster. */
export const ONE_IN_FLIGHT: SubmitBudget = { ...SUBMIT_BUDGET, inFlight: 0 }

/** Assumed speed of a GPU before it is measured, in weight per ms: slow, so that the first submits are short. */
const FIRST_GUESS = 1e8
/** Factor by which past measurements lose weight in the measured rate with every ms that passes. */
const MEMORY = 0.995

export interface SubmitQueueOptions {
  /** Resolves when all that was submitted so far is done. */
  readonly workDone: () => Promise<unknown>
  readonly now: () => number
  readonly budget?: SubmitBudget
}

/**
 * Submits jobs in order while the time in flight is within the budget, and adapts the size of a submit to the measured
 * speed.
 */
export class SubmitQueue {
  readonly #workDone: () => Promise<unknown>
  readonly #now: () => number
  readonly #budget: SubmitBudget
  readonly #pending: Job[] = []
  #inFlight = 0
  #weightSeen = 0
  #timeSeen = 0
  #lastDone = 0
  #timeLater = 0
  #submitted = 0
  #done = 0
  readonly #waiting: (() => void)[] = []

  constructor({ workDone, now, budget = SUBMIT_BUDGET }: SubmitQueueOptions) {
    this.#workDone = workDone
    this.#now = now
    this.#budget = budget
  }

  /** The largest weight of a submit. */
  get submitWeight(): number {
    return this.#rate * this.#budget.submit
  }

  /** Milliseconds of this thread spent on jobs that were submitted later than they were enqueued. */
  get timeLater(): number {
    return this.#timeLater
  }

  /** Milliseconds that work of this weight takes, as measured so far. */
  estimate = (weight: number): number => weight / this.#rate

  enqueue(job: Job): void {
    this.#pending.push(job)
    this.#pump()
  }

  /** Drops the jobs that aren't submitted yet. */
  abandon(): void {
    this.#pending.length = 0
  }

  /** Resolves when nothing waits to be submitted and there is room in flight. */
  async ready(): Promise<void> {
    while (this.#pending.length > 0 || this.#full) await this.#change()
  }

  /** Resolves when all is submitted and done. */
  async idle(): Promise<void> {
    while (this.#pending.length > 0 || this.#done < this.#submitted) await this.#change()
  }

  get #rate(): number {
    return this.#timeSeen > 0 ? this.#weightSeen / this.#timeSeen : FIRST_GUESS
  }

  get #full(): boolean {
    return this.#inFlight > 0 && this.#inFlight / this.#rate >= this.#budget.inFlight
  }

  #pump(): void {
    while (this.#pending.length > 0 && !this.#full) {
      const [job] = this.#pending.splice(0, 1)
      this.#submit(job)
    }
  }

  #submit(job: Job): void {
    const start = this.#now()
    job.run()
    this.#inFlight += job.weight
    this.#submitted++
    // On a lost device this rejects or never resolves; the failure watch reports the loss.
    this.#workDone().then(
      () => this.#finish(job.weight, start),
      () => {},
    )
  }

  #finish(weight: number, start: number): void {
    const now = this.#now()
    const elapsed = now - Math.max(start, this.#lastDone)
    const kept = MEMORY ** elapsed
    this.#weightSeen = this.#weightSeen * kept + weight
    this.#timeSeen = this.#timeSeen * kept + elapsed
    this.#lastDone = now
    this.#done++
    this.#inFlight = this.#done === this.#submitted ? 0 : this.#inFlight - weight
    this.#pump()
    this.#timeLater += this.#now() - now
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** Cuts items in order into runs of about equal weight, each at most `limit` where single items allow it. */
export function cutByWeight<T extends { readonly weight: number }>(
  items: readonly T[],
  limit: number,
): T[][] {
  const total = items.reduce((sum, { weight }) => sum + weight, 0)
  const runs = Math.max(1, Math.ceil(total / limit))
  const share = total / runs
  const cut: T[][] = [[]]
  let sum = 0
  for (const item of items) {
    const current = cut[cut.length - 1]
    if (current.length > 0 && sum + item.weight / 2 > share * cut.length) cut.push([item])
    else current.push(item)
    sum += item.weight
  }
  return cut
}

import { describe, expect, it } from 'vitest'
import {
  cutByWeight,
  ONE_IN_FLIGHT,
  SUBMIT_BUDGET,
  SubmitQueue,
  type SubmitBudget,
} from './submits.ts'

/** A GPU that takes one ms for each unit of weight. */
class ClockworkGpu {
  time = 0
  #busyUntil = 0
  readonly #waiting: { readonly at: number; readonly resolve: () => void }[] = []
  readonly submitted: number[] = []

  submit(weight: number): void {
    this.submitted.push(weight)
    this.#busyUntil = Math.max(this.time, this.#busyUntil) + weight
  }

  workDone = () =>
    new Promise<void>((resolve) => this.#waiting.push({ at: this.#busyUntil, resolve }))

  async advance(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      const next = this.#waiting.findIndex(({ at }) => at <= end)
      if (next === -1) break
      const [{ at, resolve }] = this.#waiting.splice(next, 1)
      this.time = Math.max(this.time, at)
      resolve()
      await new Promise((done) => setTimeout(done, 0))
    }
    this.time = end
  }
}

function queueOn(gpu: ClockworkGpu, budget: SubmitBudget = SUBMIT_BUDGET) {
  const queue = new SubmitQueue({ workDone: gpu.workDone, now: () => gpu.time, budget })
  const enqueue = (weight: number) => queue.enqueue({ weight, run: () => gpu.submit(weight) })
  return { queue, enqueue }
}

describe('SubmitQueue', () => {
  it('learns how fast the GPU is and keeps a quarter of a second in flight', async () => {
    const gpu = new ClockworkGpu()
    const { queue, enqueue } = queueOn(gpu)
    enqueue(40)
    await gpu.advance(40)
    expect(queue.submitWeight).toBeCloseTo(50)
    expect(queue.estimate(10)).toBeCloseTo(10)
    for (let i = 0; i < 20; i++) enqueue(50)
    expect(gpu.submitted).toHaveLength(1 + 5)
    let ready = false
    void queue.ready().then(() => (ready = true))
    await gpu.advance(500)
    expect(gpu.submitted).toHaveLength(1 + 15)
    expect(ready).toBe(false)
    await gpu.advance(300)
    expect(gpu.submitted).toHaveLength(1 + 20)
    expect(ready).toBe(true)
  })

  it('runs jobs in order and is idle once all are done', async () => {
    const gpu = new ClockworkGpu()
    const { queue, enqueue } = queueOn(gpu)
    for (const weight of [100, 200, 300]) enqueue(weight)
    let idle = false
    const waiting = queue.idle().then(() => (idle = true))
    await gpu.advance(599)
    expect(gpu.submitted).toEqual([100, 200, 300])
    expect(idle).toBe(false)
    await gpu.advance(1)
    await waiting
    expect(idle).toBe(true)
  })

  it('lets a job through that is longer than all that may be in flight', async () => {
    const gpu = new ClockworkGpu()
    const { queue, enqueue } = queueOn(gpu)
    enqueue(1)
    await gpu.advance(1)
    enqueue(1000)
    enqueue(1000)
    expect(gpu.submitted).toEqual([1, 1000])
    await gpu.advance(2000)
    await queue.idle()
    expect(gpu.submitted).toEqual([1, 1000, 1000])
  })
})

describe('with one submit in flight', () => {
  it('submits each job once the one before it is done', async () => {
    const gpu = new ClockworkGpu()
    const { queue, enqueue } = queueOn(gpu, ONE_IN_FLIGHT)
    for (const weight of [10, 20, 30]) enqueue(weight)
    expect(gpu.submitted).toEqual([10])
    await gpu.advance(10)
    expect(gpu.submitted).toEqual([10, 20])
    await gpu.advance(19)
    expect(gpu.submitted).toEqual([10, 20])
    await gpu.advance(31)
    await queue.idle()
    expect(gpu.submitted).toEqual([10, 20, 30])
  })
})

describe('cutByWeight', () => {
  const items = (weights: readonly number[]) => weights.map((weight) => ({ weight }))
  const weights = (runs: { weight: number }[][]) =>
    runs.map((run) => run.map(({ weight }) => weight))

  it('keeps together what fits', () => {
    expect(weights(cutByWeight(items([1, 2, 3]), 6))).toEqual([[1, 2, 3]])
  })

  it('cuts into runs of about equal weight, in order', () => {
    const cut = cutByWeight(items([1, 1, 1, 1, 1, 1, 1, 1]), 2)
    expect(weights(cut)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ])
  })

  it('leaves single items whole', () => {
    expect(weights(cutByWeight(items([9, 1, 1]), 2))[0]).toEqual([9])
    expect(cutByWeight(items([5]), 1)).toHaveLength(1)
    expect(cutByWeight([], 1)).toEqual([[]])
  })
})

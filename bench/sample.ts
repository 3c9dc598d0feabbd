import { setImmediate } from 'node:timers/promises'

/** Work on a GPU that can be done again and again. */
export interface Repeatable {
  readonly device: GPUDevice
  /** Enqueues it once. What it does on this thread is done when the call returns, or in microtasks right after. */
  step(): void
}

/** What one step took, on average over a sample. */
export interface Sample {
  /** From the first call to the end of the work on the GPU. */
  readonly milliseconds: number
  /** Of them on this thread. */
  readonly enqueueing: number
  /** Processor time of all threads, also those that drivers have. */
  readonly processor: number
}

/** Enqueues steps one after the other, and waits for all of them. */
export async function takeSample(work: Repeatable, steps: number): Promise<Sample> {
  const processorBefore = process.cpuUsage()
  const start = performance.now()
  for (let i = 0; i < steps; i++) {
    work.step()
    // Lets microtasks run, in which some enqueue; the global one is Dawn's.
    await setImmediate()
  }
  const enqueued = performance.now()
  await work.device.queue.onSubmittedWorkDone()
  const milliseconds = performance.now() - start
  const { user, system } = process.cpuUsage(processorBefore)
  return {
    milliseconds: milliseconds / steps,
    enqueueing: (enqueued - start) / steps,
    processor: (user + system) / 1000 / steps,
  }
}

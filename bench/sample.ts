import { setImmediate } from 'node:timers/promises'

/** Repeatable GPU work. */
export interface Repeatable {
  readonly device: GPUDevice
  /** Enqueues the work once. Its part on this thread is done when the call returns, or in microtasks right after. */
  step(): void
}

/** The times of one step in milliseconds, averaged over a sample. */
export interface TimingSample {
  /** From the first call to the end of the GPU work. */
  readonly milliseconds: number
  /** The part of it on this thread. */
  readonly enqueueing: number
  /** CPU time of all threads, including the driver's. */
  readonly processor: number
}

/** Enqueues steps one after the other and waits for all of them. */
export async function takeSample(work: Repeatable, steps: number): Promise<TimingSample> {
  const processorBefore = process.cpuUsage()
  const start = performance.now()
  for (let i = 0; i < steps; i++) {
    work.step()
    // Lets microtasks run, in which some libraries enqueue. Imported, because Dawn replaces the global setImmediate.
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

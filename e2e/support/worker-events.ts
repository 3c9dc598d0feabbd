import type { Page } from '@playwright/test'
import type { TrainerEvent } from '../../src/trainer/events.ts'
import type { WorkerEvent } from '../../src/worker/protocol.ts'

declare global {
  interface Window {
    lab94Events: WorkerEvent[]
    lab94Worker: Worker
  }
}

/** Listens to the messages of the page's worker. Call before the page is opened. */
export async function listenToWorker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.lab94Events = []
    const Native = window.Worker
    window.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        window.lab94Worker = this
        this.addEventListener('message', ({ data }: MessageEvent<WorkerEvent>) => {
          window.lab94Events.push(data)
        })
      }
    }
  })
}

/** All messages of the worker since the page was opened. */
export const workerEvents = (page: Page): Promise<WorkerEvent[]> =>
  page.evaluate(() => window.lab94Events)

/** All trainer events since the page was opened. */
export async function trainerEvents(page: Page): Promise<TrainerEvent[]> {
  const events = await workerEvents(page)
  return events.flatMap((event) => (event.type === 'trainer' ? [event.event] : []))
}

/** The losses of all steps taken since the page was opened. */
export async function stepLosses(page: Page): Promise<number[]> {
  const events = await trainerEvents(page)
  return events
    .flatMap((event) => (event.type === 'steps' ? event.steps : []))
    .map(({ loss }) => loss)
}

/** The loss of each step of a run, ignoring replayed events. */
export async function lossesByStep(page: Page): Promise<number[]> {
  const losses: number[] = []
  for (const event of await trainerEvents(page)) {
    if (event.type !== 'steps') continue
    for (const { step, loss } of event.steps) losses[step] = loss
  }
  return losses
}

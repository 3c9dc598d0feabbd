import type { WorkerClient } from '../../worker/client.ts'
import type { Inspection, InspectionResult } from '../../worker/inspection/inspection-protocol.ts'

/** Why an inspection failed, and what to do. */
export class NotInspected extends Error {
  override readonly name = 'NotInspected'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

interface Waiting {
  readonly resolve: (result: InspectionResult) => void
  readonly reject: (error: NotInspected) => void
}

/** Asks the worker about the network of the current or last run. */
export class Inspections {
  readonly #client: WorkerClient
  readonly #waiting = new Map<number, Waiting>()
  #tickets = 0

  constructor(client: WorkerClient) {
    this.#client = client
    client.subscribe((event) => {
      if (event.type === 'inspected') this.#take(event.ticket)?.resolve(event.result)
      if (event.type === 'notInspected') {
        this.#take(event.ticket)?.reject(new NotInspected(event.message, event.advice))
      }
    })
  }

  /** Asks about the run's network, or the shipped one. Rejects with `NotInspected` if the worker can't answer. */
  ask(inspection: Inspection, of: 'run' | 'shipped' = 'run'): Promise<InspectionResult> {
    const ticket = this.#tickets++
    return new Promise((resolve, reject) => {
      this.#waiting.set(ticket, { resolve, reject })
      this.#client.post({ type: 'inspect', ticket, inspection, ...(of === 'shipped' && { of }) })
    })
  }

  /** Starts measuring the GPU's peak performance; the result is in the lab's state. */
  measurePeak(): void {
    this.#client.post({ type: 'peak' })
  }

  #take(ticket: number): Waiting | undefined {
    const waiting = this.#waiting.get(ticket)
    this.#waiting.delete(ticket)
    return waiting
  }
}

import type { WorkerClient } from '../../worker/client.ts'
import type { WorkerEvent } from '../../worker/protocol.ts'

const MOST = 30

const recent: string[] = []

/** Records the types of the worker's last events for bug reports, with counts of repeats. */
export function rememberEvents(client: WorkerClient): void {
  let [last, times] = ['', 0]
  client.subscribe((event) => {
    const kind = kindOf(event)
    times = kind === last ? times + 1 : 1
    if (kind === last) recent.pop()
    recent.push(times === 1 ? kind : `${kind} x${times}`)
    last = kind
    if (recent.length > MOST) recent.shift()
  })
}

/** The kinds of the last events, the oldest first. */
export const recentEvents = (): readonly string[] => recent

function kindOf(event: WorkerEvent): string {
  if (event.type === 'trainer') return event.event.type
  if (event.type === 'data') return `data ${event.status.phase}`
  return event.type === 'preparing' ? `preparing ${event.what}` : event.type
}

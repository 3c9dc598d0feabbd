import type { RunEntry } from '../runs/history/entry.ts'
import type { History } from '../runs/history/history.ts'
import { runToHash } from '../runs/share/link.ts'

/** A link that opens a run anywhere lab94 is served. Throws a LinkError where the run is too long for one. */
export async function linkTo(history: History, entry: RunEntry): Promise<string> {
  const hash = await runToHash(await history.whole(entry))
  return `${location.origin}${location.pathname}${hash}`
}

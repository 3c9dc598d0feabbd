import type { RunEntry } from '../../runs/history/entry.ts'
import type { History } from '../../runs/history/history.ts'
import { type Row, newestBySeed } from '../../runs/history/rows.ts'
import type { RunRecord } from '../../runs/record/record.ts'
import { groupToHash, groupToShortHash, MAX_LINKED_RUNS } from '../../runs/share/group-link.ts'
import { runToHash, runToShortHash } from '../../runs/share/link.ts'

/** A link that opens a run anywhere lab94 is served. Throws a LinkError if the run is too long for one. */
export async function linkTo(history: History, entry: RunEntry): Promise<string> {
  const hash = await runToHash(await history.whole(entry))
  return `${location.origin}${location.pathname}${hash}`
}

/** The runs that a link to a row opens: the newest of each seed, the newest of all first. */
export function linkedSeeds(row: Row): RunEntry[] {
  const [newest] = row.entries
  const others = newestBySeed(row).filter(({ id }) => id !== newest.id)
  return [newest, ...others].slice(0, MAX_LINKED_RUNS)
}

/** A link that opens the seeds of a recipe, or its only run. Throws a LinkError if they are too long for one. */
export async function linkToRow(history: History, row: Row): Promise<string> {
  const seeds = linkedSeeds(row)
  if (seeds.length === 1) return linkTo(history, seeds[0])
  const hash = await groupToHash(await Promise.all(seeds.map((entry) => history.whole(entry))))
  return `${location.origin}${location.pathname}${hash}`
}

/** Host names that mean a different computer on every computer. */
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

/** Where this page is served. */
export type Address = Pick<Location, 'origin' | 'pathname' | 'hostname'>

/** The shortest link to runs, for a QR code; null if only this computer could open it. */
export async function shortLinkTo(
  records: readonly RunRecord[],
  { origin, pathname, hostname }: Address,
): Promise<string | null> {
  if (LOOPBACK.test(hostname)) return null
  const hash = await (records.length === 1 ? runToShortHash(records[0]) : groupToShortHash(records))
  return `${origin}${pathname}${hash}`
}

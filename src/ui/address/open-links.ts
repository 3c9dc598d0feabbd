import { dropHash } from './address.ts'
import type { LoadRunLibrary } from '../context/run-library-context.ts'
import { notify } from '../controls/notice.tsx'
import { PAGE } from '../words/texts.ts'
import { reasonOf } from '../../errors/reason-of.ts'
import { engineHere } from '../../runs/record/record.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import type { LabActions } from '../../runs/store/lab-actions.ts'
import type { SharedRun } from '../../runs/share/encoding/codec-1.ts'
import { addressHash, hashName } from '../../runs/share/hash-text.ts'
import { LinkError } from '../../runs/share/link-error.ts'
import { raceRuns } from '../race/raced.ts'

/**
 * Opens the runs in the address's hash, if there is one, now and whenever the hash changes. It then removes the hash, since
 * reloading must not bring back a deleted run. A hash that cannot be read stays.
 */
export function openLinks(
  loadRunLibrary: LoadRunLibrary,
  { adopt, leaveRun }: Pick<LabActions, 'adopt' | 'leaveRun'>,
): void {
  const open = async () => {
    const hash = addressHash(location)
    const name = hashName(hash)
    if (name !== 'run' && name !== 'runs') return
    const entries = await openLink(hash, loadRunLibrary)
    if (entries === null) return
    if (addressHash(location) === hash) dropHash()
    const [{ record }] = entries
    leaveRun()
    adopt({ choice: record.choice, seed: record.seed, engine: engineHere(record) })
    raceRuns(entries)
  }
  const openOrSay = () => {
    open().catch((error: unknown) => notify(PAGE.linkNotOpened(reasonOf(error))))
  }
  openOrSay()
  addEventListener('hashchange', openOrSay)
}

/** Imports the runs of a link, at least one. Shows an error and returns null if the link holds none. */
export async function openLink(
  hash: string,
  loadRunLibrary: LoadRunLibrary,
): Promise<readonly RunEntry[] | null> {
  try {
    const shared = await readLink(hash)
    const { history: runs } = await loadRunLibrary()
    const entries: RunEntry[] = []
    for (const each of shared) entries.push(await runs.add(each.run, 'link', { shared: each }))
    return entries
  } catch (error) {
    if (!(error instanceof LinkError)) throw error
    notify(error.message)
    return null
  }
}

async function readLink(hash: string): Promise<readonly SharedRun[]> {
  if (hashName(hash) === 'runs')
    return (await import('../../runs/share/group-link.ts')).hashToGroup(hash)
  const { hashToRun } = await import('../../runs/share/link.ts')
  return [await hashToRun(hash)]
}

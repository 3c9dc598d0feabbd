import { dropHash } from './address.ts'
import type { LoadRunLibrary } from '../context/run-library-context.ts'
import { notify } from '../controls/notice.tsx'
import { PAGE } from '../words/texts.ts'
import { reasonOf } from '../../errors/reason-of.ts'
import { engineHere } from '../../runs/record/record.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import type { LabActions } from '../../runs/store/store.ts'
import { LinkError } from '../../runs/share/link-error.ts'
import { raceRun } from '../race/raced.ts'

/** The start of the hash in a link to a run, percent-encoded by some programs; `runs/share/link.ts` reads the rest. */
const HASH = /^#run(=|%3d)/i

/**
 * Opens the run in the address's hash, if there is one, now and whenever the hash changes. It then removes the hash, since
 * reloading must not bring back a deleted run. A hash that cannot be read stays.
 */
export function openLinks(
  loadRunLibrary: LoadRunLibrary,
  { adopt, leaveRun }: Pick<LabActions, 'adopt' | 'leaveRun'>,
): void {
  const open = async () => {
    const { hash } = location
    if (!HASH.test(hash)) return
    const entry = await openLink(hash, loadRunLibrary)
    if (entry === null) return
    if (location.hash === hash) dropHash()
    const { record } = entry
    leaveRun()
    adopt({ choice: record.choice, seed: record.seed, engine: engineHere(record) })
    raceRun(entry.id)
  }
  const openOrSay = () => {
    open().catch((error: unknown) => notify(PAGE.linkNotOpened(reasonOf(error))))
  }
  openOrSay()
  addEventListener('hashchange', openOrSay)
}

/** Imports the run of a link. Shows an error and returns null if the link holds none. */
export async function openLink(
  hash: string,
  loadRunLibrary: LoadRunLibrary,
): Promise<RunEntry | null> {
  const { hashToRun } = await import('../../runs/share/link.ts')
  try {
    const shared = await hashToRun(hash)
    const { history: runs } = await loadRunLibrary()
    return await runs.add(shared.run, 'link', { shared })
  } catch (error) {
    if (!(error instanceof LinkError)) throw error
    notify(error.message)
    return null
  }
}

import type { LoadKeeping } from './keeping-context.ts'
import { notify } from './notice.tsx'
import { goTo } from './place.ts'

/** A link to a run begins its hash so; `runs/share/link.ts` reads the rest. */
const HASH = '#run='

/** Opens the run in the address's hash, if there is one, now and whenever the hash changes. */
export function openLinks(loadKeeping: LoadKeeping): void {
  const open = () => {
    const { hash } = location
    if (!hash.startsWith(HASH)) return
    // Taken out at once: reloading must not bring back a run that was deleted.
    history.replaceState(history.state, '', `${location.pathname}${location.search}`)
    void openLink(hash, loadKeeping)
  }
  open()
  addEventListener('hashchange', open)
}

/** Keeps the run of a link and shows it; says so where the link holds none. Returns whether it did. */
export async function openLink(hash: string, loadKeeping: LoadKeeping): Promise<boolean> {
  const { hashToRun, LinkError } = await import('../runs/share/link.ts')
  try {
    const shared = await hashToRun(hash)
    const { history: runs } = await loadKeeping()
    const { id } = await runs.add(shared.run, 'link', { shared })
    goTo('compare', (parameters) => parameters.set('runs', id))
    return true
  } catch (error) {
    if (!(error instanceof LinkError)) throw error
    notify(error.message)
    return false
  }
}

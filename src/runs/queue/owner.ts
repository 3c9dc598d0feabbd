import { within } from '../../waiting/time-limit.ts'

const LOCK = 'lab94-queue'
const LIMIT_MS = 3000
/** A page that was just reloaded may still hold it. */
const SECOND_TRY_MS = 700

/**
 * Whether this page owns the stored queue. One page at a time owns it until it is closed, so that no run is trained
 * twice. Without locks (plain http, blocked site data) every page counts as the owner.
 */
export async function ownQueue(locks: LockManager | null): Promise<boolean> {
  if (locks === null) return true
  try {
    if (await within(LIMIT_MS, 'The browser’s locks', take(locks))) return true
    await new Promise((resolve) => setTimeout(resolve, SECOND_TRY_MS))
    return await within(LIMIT_MS, 'The browser’s locks', take(locks))
  } catch {
    return true
  }
}

const take = (locks: LockManager): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const hold = (lock: Lock | null) => {
      resolve(lock !== null)
      return lock === null ? undefined : new Promise<never>(() => {})
    }
    locks.request(LOCK, { ifAvailable: true }, hold).catch(reject)
  })

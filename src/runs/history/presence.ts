/** Which pages of lab94 are open in this browser. */
export interface Presence {
  /** The key of this page. */
  readonly page: string
  /** The keys of open pages. */
  open(): Promise<ReadonlySet<string>>
  /** Resolves when an open page has closed. */
  closed(page: string): Promise<void>
}

const LOCK = 'lab94-page-'

/**
 * Each page holds a lock, which the browser releases however the page ends. Without locks (plain http, blocked site
 * data), other pages count as closed.
 */
export function announcePresence(locks: LockManager | null): Presence {
  // randomUUID isn't available on plain http either.
  const page = String(Math.floor(2 ** 52 * Math.random()))
  const never = new Promise<never>(() => {})
  const holding = locks?.request(`${LOCK}${page}`, () => never)
  const refused = holding?.catch((): LockManagerSnapshot => ({}))
  return {
    page,
    async open() {
      const { held = [] } = (await Promise.race([locks?.query(), refused]).catch(() => null)) ?? {}
      const names = held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name] : []))
      return new Set([page, ...names.map((name) => name.slice(LOCK.length))])
    },
    async closed(other) {
      await locks?.request(`${LOCK}${other}`, () => {})
    },
  }
}

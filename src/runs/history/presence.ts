/** Which pages of lab94 are open in this browser. */
export interface Presence {
  /** The key of this page. */
  readonly page: string
  /** The keys of those open now. */
  open(): Promise<ReadonlySet<string>>
}

const LOCK = 'lab94-page-'

/** Known by a lock that each page holds for as long as it lives: the browser lets go of it however a page ends. */
export function announcePresence(locks: LockManager): Presence {
  const page = crypto.randomUUID()
  void locks.request(`${LOCK}${page}`, () => new Promise<never>(() => {}))
  return {
    page,
    async open() {
      const { held = [] } = await locks.query()
      const names = held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name] : []))
      return new Set([page, ...names.map((name) => name.slice(LOCK.length))])
    },
  }
}

/** Where the browser has no locks, as on plain http: other pages are taken as closed. */
export const alone = (): Presence => {
  const page = String(Math.floor(2 ** 32 * Math.random()))
  return { page, open: async () => new Set([page]) }
}

/** Milliseconds before the page preloads anything. */
const FIRST_MS = 500

/** Resolves when the page is idle. */
export function atRest(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      // Safari has no such callback.
      if ('requestIdleCallback' in window) requestIdleCallback(() => resolve())
      else resolve()
    }, FIRST_MS)
  })
}

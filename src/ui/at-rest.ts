/** Milliseconds that the page has for itself before anything unasked begins. */
const FIRST_MS = 500

/** Resolves once the page is at rest. */
export function atRest(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      // Safari has no such callback.
      if ('requestIdleCallback' in window) requestIdleCallback(() => resolve())
      else resolve()
    }, FIRST_MS)
  })
}

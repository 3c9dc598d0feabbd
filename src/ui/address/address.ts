/** Between two changes of the address. Safari throws at the 101st within 30 s, Chromium drops some of 200. */
const LEAST_MS = 400

let replacedAt = -Infinity
let waiting: ReturnType<typeof setTimeout> | undefined
/** The query to write next; null if the address is up to date. */
let wanted: string | null = null

/**
 * The address's query, including unwritten changes. Without what mail and chat programs add: `&` as in HTML, and a
 * sentence's punctuation at the end.
 */
export const query = (): string =>
  wanted ?? location.search.replaceAll('&amp;', '&').replace(/[.,;:!?)*]+$/, '')

/**
 * Changes the address's query in place, or as a step that the browser's back button undoes. Rapid changes in place are
 * written together, a moment later.
 */
export function changeQuery(
  change: (parameters: URLSearchParams) => void,
  how: 'replace' | 'push' = 'replace',
): void {
  const parameters = new URLSearchParams(query())
  change(parameters)
  const text = parameters.toString()
  const next = text === '' ? '' : `?${text}`
  if (next === query()) return
  if (how === 'push') {
    clearTimeout(waiting)
    wanted = next
    write('push')
    return
  }
  const pause = replacedAt + LEAST_MS - performance.now()
  clearTimeout(waiting)
  wanted = next
  if (pause <= 0) write('replace')
  else waiting = setTimeout(() => write('replace'), pause)
}

// Write the last state before the page is left or reloaded; after going back, the address decides.
addEventListener('pagehide', () => write('replace'))
addEventListener('popstate', ({ isTrusted }) => {
  if (isTrusted) forget()
})

function forget(): void {
  clearTimeout(waiting)
  wanted = null
}

/** Removes the hash from the address, also from the end of its path; see `addressHash`. */
export function dropHash(): void {
  const { hash, pathname, search } = location
  // With a hash of its own, a `#` in the path belongs to a folder's name.
  const path = hash === '' ? pathname.replace(/%(25)*23.*$/, '') : pathname
  setAddress('replace', `${path}${search}`)
}

function write(how: 'replace' | 'push'): void {
  if (wanted === null) return
  if (!setAddress(how, `${location.pathname}${wanted}${location.hash}`)) {
    clearTimeout(waiting)
    waiting = setTimeout(() => write(how), RETRY_MS)
    return
  }
  forget()
  replacedAt = performance.now()
}

/** Browsers allow more again after 30 s. */
const RETRY_MS = 5000

/** Whether the browser accepted the change; it throws if there were too many. */
function setAddress(how: 'replace' | 'push', address: string): boolean {
  try {
    if (how === 'push') history.pushState(null, '', address)
    else history.replaceState(history.state, '', address)
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}

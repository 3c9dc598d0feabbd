/** Enough bytes to get past TCP slow start. */
const MOST_BYTES = 4 << 20
const LONGEST_MILLISECONDS = 4000

/**
 * Bytes per second from a URL, over the first four seconds or 4 MB. Null if nothing arrives. Without a Range header,
 * which some browsers only allow with CORS permission.
 */
export async function measureRate(url: string, signal: AbortSignal): Promise<number | null> {
  const connection = new AbortController()
  const end = () => connection.abort()
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
  const timer = setTimeout(end, LONGEST_MILLISECONDS)
  const began = performance.now()
  let bytes = 0
  try {
    const response = await fetch(url, { signal: connection.signal, cache: 'no-store' })
    const reader = response.ok ? response.body?.getReader() : undefined
    while (reader && bytes < MOST_BYTES) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.length
    }
  } catch (error) {
    // Time limit or connection failure: use the bytes received so far.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    connection.abort()
  }
  return bytes === 0 ? null : (1000 * bytes) / Math.max(1, performance.now() - began)
}

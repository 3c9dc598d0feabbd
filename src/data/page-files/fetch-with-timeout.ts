import { TooSlow } from '../../waiting/time-limit.ts'

/** Milliseconds without data. */
const PATIENCE = 10_000

/**
 * Fetches a file of this page. Rejects, or its body does, if the server sends nothing for ten seconds: some accept a
 * connection and never answer.
 */
export async function fetchWithTimeout(url: URL): Promise<Response> {
  const connection = new AbortController()
  const giveUp = () =>
    connection.abort(new TooSlow(`The server has sent nothing for ${PATIENCE / 1000} s.`))
  let timer = setTimeout(giveUp, PATIENCE)
  try {
    const response = await fetch(url, { signal: connection.signal })
    const watched = response.body?.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          clearTimeout(timer)
          timer = setTimeout(giveUp, PATIENCE)
          controller.enqueue(chunk)
        },
        flush: () => clearTimeout(timer),
      }),
    )
    const { status, headers } = response
    return new Response(watched ?? null, { status, headers })
  } catch (error) {
    clearTimeout(timer)
    throw error
  }
}

/** A sentence to add to an error if the server was too slow; else empty. */
export const slownessOf = (cause: unknown): string =>
  cause instanceof TooSlow ? ` ${cause.message}` : ''

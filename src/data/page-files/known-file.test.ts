import { afterEach, describe, expect, it, vi } from 'vitest'
import { sha256 } from '../checksum.ts'
import { DataError } from '../error.ts'
import { fetchKnownFile } from './known-file.ts'

const URL_OF_FILE = new URL('https://page.example/file.bin')
const CONTENT = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)

const sendHalf = (controller: ReadableStreamDefaultController) =>
  controller.enqueue(CONTENT.slice(0, 500))

/** A response whose body ends with its request, as a browser's does. */
function withSignal({ body, status }: Response, signal: AbortSignal): Response {
  const ended = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>()
  body?.pipeTo(ended.writable, { signal }).catch(() => {})
  return new Response(ended.readable, { status })
}

async function fetched(response: Response | Error) {
  const known = { file: 'file.bin', bytes: CONTENT.length, sha256: await sha256(CONTENT) }
  vi.stubGlobal('fetch', () =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  )
  return fetchKnownFile(URL_OF_FILE, known)
}

afterEach(() => void vi.unstubAllGlobals())

describe('fetchKnownFile', () => {
  it('gives the bytes of the file that is known', async () => {
    expect(await fetched(new Response(CONTENT))).toEqual(CONTENT)
  })

  it('rejects a file that differs in a byte, is truncated, or is larger', async () => {
    const changed = CONTENT.slice()
    changed[500] ^= 1
    await expect(fetched(new Response(changed))).rejects.toThrow('its checksum differs')
    await expect(fetched(new Response(CONTENT.slice(1)))).rejects.toThrow('ends after 999 bytes')
    const larger = new Uint8Array(CONTENT.length + 1)
    await expect(fetched(new Response(larger))).rejects.toThrow('larger than 1000 bytes')
  })

  it('says what to do if the file is missing or nothing answers', async () => {
    const missing = fetched(new Response('Not found', { status: 404 }))
    await expect(missing).rejects.toThrow('missing on the server of this page (404)')
    const offline = fetched(new TypeError('Failed to fetch'))
    await expect(offline).rejects.toBeInstanceOf(DataError)
    await expect(offline).rejects.toMatchObject({ advice: /network connection/ })
  })

  it.each([
    ['from the start', () => new Promise<Response>(() => {})],
    ['in the middle', async () => new Response(new ReadableStream({ start: sendHalf }))],
  ])('gives up on a server that is silent %s', async (_when, answer) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.stubGlobal('fetch', (_url: URL, { signal }: { signal: AbortSignal }) => {
      const aborted = new Promise<never>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      )
      return Promise.race([answer().then((response) => withSignal(response, signal)), aborted])
    })
    const known = { file: 'file.bin', bytes: CONTENT.length, sha256: await sha256(CONTENT) }
    const fetching = fetchKnownFile(URL_OF_FILE, known).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await fetching).toMatchObject({
      name: 'DataError',
      message: 'file.bin could not be fetched. The server has sent nothing for 10 s.',
    })
    vi.useRealTimers()
  })

  it('stops reading a file that never ends', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull: (controller) => {
        sent++
        controller.enqueue(new Uint8Array(600))
      },
    })
    await expect(fetched(new Response(endless))).rejects.toThrow('larger than 1000 bytes')
    expect(sent).toBeLessThan(5)
  })
})

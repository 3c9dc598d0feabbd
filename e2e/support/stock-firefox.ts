import { createRequire } from 'node:module'

// Playwright 1.65 drives a Firefox that it did not build through WebDriver BiDi. Two of their messages need help:
//
// - Playwright asks every window for a colour scheme with `emulation.setMediaFeaturesOverride` and gives up without it.
//   Firefox 153 does not know that command (https://bugzilla.mozilla.org/2064352).
// - Playwright recognises a download by its `download` or `navigation` property and ignores it without them. Firefox
//   153 does not send the first yet, and the second is null if a page saves a blob.
//
// Each part can be removed when Debian's Firefox no longer needs it.

interface WebSocket {
  send: (this: WebSocket, data: string, ...rest: unknown[]) => void
  emit: (this: WebSocket, event: string | symbol, ...rest: unknown[]) => boolean
}

interface DownloadEvent {
  readonly method: string
  readonly params: {
    readonly download?: string
    readonly navigation: string | null
    readonly url: string
  }
}

const MISSING = 'emulation.setMediaFeaturesOverride'
const DOWNLOAD = /"method":"browsingContext\.download(WillBegin|End)"/

/** Lets Playwright, in this process, launch a stock Firefox and see its downloads. Tests set media features by preferences. */
export function driveStockFirefox(): void {
  const fromPlaywright = createRequire(createRequire(import.meta.url).resolve('@playwright/test'))
  const fromCore = createRequire(fromPlaywright.resolve('playwright/package.json'))
  const bundle: { ws: { prototype: WebSocket } } = fromCore('playwright-core/lib/utilsBundle')
  const { prototype } = bundle.ws
  const { send, emit } = prototype
  prototype.send = function (data, ...rest) {
    const { id, method }: { id: number; method: string } = JSON.parse(data)
    if (method !== MISSING) {
      send.call(this, data, ...rest)
      return
    }
    const answer = Buffer.from(JSON.stringify({ type: 'success', id, result: {} }))
    queueMicrotask(() => emit.call(this, 'message', answer, false))
  }
  prototype.emit = function (event, ...rest) {
    const [data] = rest
    if (event !== 'message' || !Buffer.isBuffer(data)) return emit.call(this, event, ...rest)
    return emit.call(this, event, withDownload(data), ...rest.slice(1))
  }
}

/** The message; a download's has its address as the `download` property. */
function withDownload(data: Buffer): Buffer {
  const text = data.toString()
  if (!DOWNLOAD.test(text)) return data
  const event: DownloadEvent = JSON.parse(text)
  const download = event.params.download ?? event.params.url
  return Buffer.from(JSON.stringify({ ...event, params: { ...event.params, download } }))
}

import { createRequire } from 'node:module'

// Playwright 1.65 drives a Firefox that is not its own by WebDriver BiDi, and asks every window for a colour scheme with
// `emulation.setMediaFeaturesOverride`. Firefox 153 does not know that command (https://bugzilla.mozilla.org/2064352), and
// Playwright then gives up. Answered here instead; can be removed when Debian's Firefox knows it.

interface WebSocket {
  send: (this: WebSocket, data: string, ...rest: unknown[]) => void
  emit: (event: 'message', data: Buffer, isBinary: boolean) => void
}

const MISSING = 'emulation.setMediaFeaturesOverride'

/** Lets Playwright, in this process, launch a Firefox without the command. Tests set media features by preferences. */
export function answerForMediaFeatures(): void {
  const fromPlaywright = createRequire(createRequire(import.meta.url).resolve('@playwright/test'))
  const fromCore = createRequire(fromPlaywright.resolve('playwright/package.json'))
  const bundle: { ws: { prototype: WebSocket } } = fromCore('playwright-core/lib/utilsBundle')
  const { prototype } = bundle.ws
  const { send } = prototype
  prototype.send = function (data, ...rest) {
    const { id, method }: { id: number; method: string } = JSON.parse(data)
    if (method !== MISSING) {
      send.call(this, data, ...rest)
      return
    }
    const answer = Buffer.from(JSON.stringify({ type: 'success', id, result: {} }))
    queueMicrotask(() => this.emit('message', answer, false))
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { freePort } from '../../scripts/serve/ports.mjs'
import { MINI_BROWSER } from '../../scripts/requirements/webkit.mjs'

/** Milliseconds that the display and the driver may take to start. */
const START = 30_000

/** WebKitGTK's MiniBrowser on its own display, driven by WebDriver: Playwright only drives its own WebKit. */
export class WebKitDriver {
  readonly #processes: readonly ChildProcess[]
  readonly #url: string
  #session = ''

  private constructor(processes: readonly ChildProcess[], url: string) {
    this.#processes = processes
    this.#url = url
  }

  /** Opens a window. Throws if it does not open in time. */
  static async start(): Promise<WebKitDriver> {
    const { display, server } = await startDisplay()
    const port = await freePort(9650)
    const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
      env: { ...process.env, DISPLAY: display },
      stdio: 'ignore',
    })
    const self = new WebKitDriver([driver, server], `http://127.0.0.1:${port}`)
    try {
      await self.#open()
    } catch (error) {
      await self.stop()
      throw error
    }
    return self
  }

  async goto(url: string): Promise<void> {
    await this.#ask('POST', 'url', { url })
  }

  /** What a function body returns in the page, as JSON holds it. */
  evaluate(script: string): Promise<unknown> {
    return this.#ask('POST', 'execute/sync', { script, args: [] })
  }

  async stop(): Promise<void> {
    if (this.#session !== '') await this.#ask('DELETE', '')
    for (const process of this.#processes) process.kill()
  }

  async #open(): Promise<void> {
    const capabilities = {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ['--automation'] } },
    }
    const end = performance.now() + START
    while (!(await this.#isReady())) {
      if (performance.now() > end) throw new Error('WebKitWebDriver did not start.')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const answer = await this.#request('POST', '/session', { capabilities })
    if (!isRecord(answer) || typeof answer.sessionId !== 'string') {
      throw new Error(`WebKitWebDriver opened no window: ${JSON.stringify(answer)}`)
    }
    this.#session = answer.sessionId
  }

  async #isReady(): Promise<boolean> {
    try {
      const status = await this.#request('GET', '/status')
      return isRecord(status) && status.ready === true
    } catch {
      // Nobody listens yet.
      return false
    }
  }

  #ask(method: string, command: string, body?: object): Promise<unknown> {
    const path = `/session/${this.#session}${command === '' ? '' : `/${command}`}`
    return this.#request(method, path, body)
  }

  async #request(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { value }: { value: unknown } = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`)
    return value
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** A display without a screen; the server picks a number that is free and writes it to its third pipe. */
async function startDisplay(): Promise<{ display: string; server: ChildProcess }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [, , , pipe] = server.stdio
  if (!pipe) throw new Error('Xvfb has no pipe.')
  const number = await new Promise<string>((resolve, reject) => {
    pipe.once('data', (data: Buffer) => resolve(data.toString().trim()))
    server.once('error', reject)
    server.once('exit', () => reject(new Error('Xvfb did not start.')))
  })
  return { display: `:${number}`, server }
}

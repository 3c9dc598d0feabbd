import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { preview } from 'vite'
import { findChromium } from './requirements/chromium.mjs'
import { freePort } from './serve/ports.mjs'

// `npm run -s soak -- --minutes N [--seed N]` starts, pauses, stops and breaks runs in a real browser, over and over:
// what they leave behind must not grow.

const USAGE = 'npm run -s soak -- --minutes N [--seed N]'
/** How long to wait until everything is back at its baseline: TensorFlow.js recompiles its shaders after a lost device. */
const SLOW = 300_000

/** Bytes that the page's heap may grow by; the list of runs grows by one each round. */
const HEAP_SLACK = 3e6
/**
 * V8 compiles functions that run often, and counts their code as heap: 55 of the 57 kB by which the heap grew each round
 * (snapshots after rounds 5 and 25). Without its compilers, the heap holds only what the page keeps.
 */
const NO_COMPILERS = '--js-flags=--no-opt --no-maglev --no-sparkplug'
/** Bytes that IndexedDB may grow by on disk: Chromium only rewrites its files from time to time. */
const STORAGE_SLACK = 64e6
/** How long buffers may outlive a round before they count as those of a network that Look inside keeps. */
const SETTLE = 30_000
/**
 * Most bytes of such a network on the GPU; 21 to 38 MB were seen. Look inside keeps one until the next run starts, and
 * on a busy computer it builds it after the run has stopped.
 */
const NETWORK = 48e6
/** Rounds before the baseline is measured, in which caches fill up. */
const WARM_UP = 2

/** Runs before all scripts and counts open connections to databases. */
const COUNT_CONNECTIONS = `
globalThis.lab94Connections = new Set()
{
  const open = IDBFactory.prototype.open
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args)
    request.addEventListener('success', () => {
      lab94Connections.add(request.result)
      request.result.addEventListener('close', () => lab94Connections.delete(request.result))
    })
    return request
  }
  const close = IDBDatabase.prototype.close
  IDBDatabase.prototype.close = function () {
    lab94Connections.delete(this)
    close.call(this)
  }
}
`

/** Runs before the page's scripts and counts the worker's messages. */
const COUNT_EVENTS = `
globalThis.lab94Soak = { steps: 0, last: '', interrupted: 0, isReady: false }
globalThis.Worker = class extends Worker {
  constructor(...args) {
    super(...args)
    this.addEventListener('message', ({ data }) => {
      const soak = globalThis.lab94Soak
      if (data.type === 'adapter') soak.isReady = true
      if (data.type !== 'trainer') return
      const { event } = data
      soak.last = event.type
      if (event.type === 'steps') soak.steps += event.steps.length
      if (event.type === 'interrupted') soak.interrupted++
    })
  }
}
`

/** Runs before the worker's scripts: counts what is on its devices, and can lose a device or fill the disk. */
const COUNT_GPU = `
globalThis.lab94Gpu = { buffers: 0, bytes: 0, devices: [], full: false }
{
  const gpu = globalThis.lab94Gpu
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (...args) {
    if (gpu.full) throw new DOMException('The disk is full.', 'QuotaExceededError')
    return put.apply(this, args)
  }
  const requestDevice = GPUAdapter.prototype.requestDevice
  GPUAdapter.prototype.requestDevice = async function (...args) {
    const device = await requestDevice.apply(this, args)
    const live = new Map()
    gpu.devices.push(device)
    const forget = (buffer) => {
      if (!live.has(buffer)) return
      gpu.buffers--
      gpu.bytes -= live.get(buffer)
      live.delete(buffer)
    }
    const createBuffer = device.createBuffer.bind(device)
    device.createBuffer = (descriptor) => {
      const buffer = createBuffer(descriptor)
      live.set(buffer, buffer.size)
      gpu.buffers++
      gpu.bytes += buffer.size
      const destroy = buffer.destroy.bind(buffer)
      buffer.destroy = () => (forget(buffer), destroy())
      return buffer
    }
    device.lost.then(() => {
      for (const buffer of [...live.keys()]) forget(buffer)
      gpu.devices.splice(gpu.devices.indexOf(device), 1)
    })
    return device
  }
}
`

/** The number of records in lab94's databases, except the runs that are meant to stay. */
const COUNT_RECORDS = `(async () => {
  let records = 0
  for (const name of ['lab94-kept-run', 'lab94-tiles', 'lab94-data']) {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    for (const store of database.objectStoreNames) {
      records += await new Promise((resolve) => {
        const request = database.transaction(store).objectStore(store).count()
        request.onsuccess = () => resolve(request.result)
      })
    }
    database.close()
  }
  return records
})()`

/**
 * What remains after a round.
 *
 * @typedef {object} Left
 * @property {number} buffers on the GPU
 * @property {number} bytes on the GPU
 * @property {number} devices
 * @property {number} workers
 * @property {number} tensors of TensorFlow.js in the worker
 * @property {number} connections to databases, of the page and its worker
 * @property {number} records in databases, without the list of runs
 * @property {number} storage bytes of IndexedDB on disk
 * @property {number} heap bytes of the page's JavaScript
 */

/** What must be back at its baseline after each round. */
const NOT_TO_GROW = /** @type {const} */ (['devices', 'workers', 'connections'])
/** The same, unless a network is kept. */
const OF_NETWORK = /** @type {const} */ (['buffers', 'bytes', 'tensors'])

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string', default: '1' } },
})
const minutes = Number(values.minutes)
let state = Number(values.seed)
if (!(minutes > 0) || !Number.isInteger(state)) {
  process.stderr.write(`Usage: ${USAGE}\n`)
  process.exit(2)
}

/** A small generator (mulberry32), which chooses what happens next. */
function random() {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

const executablePath = await findChromium()
if (executablePath === null)
  throw new Error('No Chromium starts. Install one, or set CHROMIUM_PATH.')
const port = await freePort(9700)
// Standard output is for the report, so the server's messages go to standard error.
console.log = console.error
const server = await preview({ preview: { port, host: '127.0.0.1', strictPort: true } })
const browser = await chromium.launch({
  executablePath,
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    NO_COMPILERS,
  ],
})
const context = await browser.newContext({ serviceWorkers: 'block' })
await context.addInitScript(`${COUNT_CONNECTIONS}${COUNT_EVENTS}`)
await context.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
  const response = await route.fetch()
  await route.fulfill({
    response,
    body: `${COUNT_CONNECTIONS}${COUNT_GPU}${await response.text()}`,
  })
})
const page = await context.newPage()
/** @type {string[]} */
const errors = []
page.on('pageerror', (error) => errors.push(error.message))
const session = await context.newCDPSession(page)

/** @param {string} expression */
const inPage = (expression) => page.evaluate(expression)
/**
 * @param {string} expression
 * @returns {Promise<unknown>}
 */
const inWorker = async (expression) => {
  const [worker = await page.waitForEvent('worker')] = page.workers()
  return worker.evaluate(expression)
}
/** @param {string} name */
const button = (name) => page.getByRole('button', { name }).first()
/** @param {string} expression true when the wait is over */
async function until(expression) {
  const end = performance.now() + SLOW
  while (!(await inPage(expression))) {
    if (performance.now() > end) throw new Error(`${expression} did not become true in time.`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** @param {number} more */
async function steps(more) {
  const now = Number(await inPage('lab94Soak.steps'))
  await until(`lab94Soak.steps >= ${now + more}`)
}

/** Opens the page, one time in four with TensorFlow.js as its engine. */
async function open() {
  const engine = random() < 0.25 ? '&engine=tfjs' : ''
  await page.goto(`http://127.0.0.1:${port}/?recipe=tiny${engine}`)
  await button('Try now').waitFor({ timeout: SLOW })
  await until('lab94Soak.isReady')
  // A page that was just opened holds less than one that was used.
  await visitViews()
}

async function visitViews() {
  for (const view of ['Compare', 'Look inside', 'Train']) {
    await page.getByRole('link', { name: view, exact: true }).click()
  }
}

/** What can happen to a run in progress. The run is still in progress afterwards, unless the page was left. */
const TROUBLES = {
  async pauses() {
    await button('Pause').click()
    await button('Resume').click()
  },
  'looks at other views': visitViews,
  async 'loses its device'() {
    const before = Number(await inPage('lab94Soak.interrupted'))
    await inWorker('lab94Gpu.devices.at(-1).destroy()')
    await until(`lab94Soak.interrupted > ${before} && lab94Soak.last !== 'interrupted'`)
    await steps(1)
  },
  async 'finds the disk full'() {
    await inWorker('void (lab94Gpu.full = true)')
    await button('Pause').click()
    await until(`lab94Soak.last === 'paused'`)
    await button('Resume').click()
    await steps(1)
    await inWorker('void (lab94Gpu.full = false)')
  },
  async 'has its worker killed'() {
    await inWorker('self.close()').catch(() => {})
    await open()
  },
  async 'is reloaded'() {
    await open()
  },
}

/** One run with one fault, then a stop. */
async function round() {
  const names = /** @type {(keyof typeof TROUBLES)[]} */ (Object.keys(TROUBLES))
  const trouble = names[Math.floor(random() * names.length)]
  await button('Try now').click()
  await steps(1 + Math.floor(3 * random()))
  await TROUBLES[trouble]()
  if (await button('Stop').isVisible()) {
    await button('Stop').click()
    await until(`lab94Soak.last === 'stopped'`)
    await button('Back to start').click()
  }
  await button('Try now').waitFor({ timeout: SLOW })
  return trouble
}

/** @returns {Promise<Left>} */
async function left() {
  await session.send('HeapProfiler.collectGarbage')
  const gpu = /** @type {{ buffers: number, bytes: number, devices: number }} */ (
    await inWorker('({ ...lab94Gpu, devices: lab94Gpu.devices.length })')
  )
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  // TensorFlow.js registers its engine under this global name.
  const tensors = Number(await inWorker('globalThis._tfengine?.state.numTensors ?? 0'))
  const connections = 'lab94Connections.size'
  return {
    buffers: gpu.buffers,
    bytes: gpu.bytes,
    devices: gpu.devices,
    workers: page.workers().length,
    tensors,
    connections: Number(await inPage(connections)) + Number(await inWorker(connections)),
    records: Number(await inPage(COUNT_RECORDS)),
    storage: Number(
      await inPage('navigator.storage.estimate().then((it) => it.usageDetails?.indexedDB ?? 0)'),
    ),
    heap: usedSize,
  }
}

/**
 * What remains after the page's last answers: Look inside still augments images when a reload ends a round.
 *
 * @param {Left | null} before the baseline
 */
async function atRest(before) {
  const end = performance.now() + SETTLE
  let now = await left()
  while (now.buffers > (before?.buffers ?? 0) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    now = await left()
  }
  return now
}

/** @type {Left | null} */
let baseline = null
/** @type {Record<string, number>} */
const done = {}
/** @type {string[]} */
const grown = []
let rounds = 0
let networksKept = 0
let heapAtMost = 0
let storageAtMost = 0
try {
  const end = performance.now() + 60_000 * minutes
  await open()
  while (performance.now() < end) {
    const trouble = await round()
    rounds++
    done[trouble] = (done[trouble] ?? 0) + 1
    const now = await atRest(baseline)
    process.stderr.write(`round ${rounds}, ${trouble}: ${JSON.stringify(now)}\n`)
    if (rounds === WARM_UP) baseline = now
    if (baseline === null || rounds <= WARM_UP) continue
    heapAtMost = Math.max(heapAtMost, now.heap)
    storageAtMost = Math.max(storageAtMost, now.storage)
    const keepsNetwork = now.bytes > baseline.bytes && now.bytes <= baseline.bytes + NETWORK
    if (keepsNetwork) networksKept++
    for (const key of keepsNetwork ? NOT_TO_GROW : [...NOT_TO_GROW, ...OF_NETWORK]) {
      if (now[key] > baseline[key])
        grown.push(`round ${rounds}, ${trouble}: ${key} ${now[key]}, not ${baseline[key]}`)
    }
    // At most two checkpoints, and a record of which one is newer.
    if (now.records > baseline.records + 3) grown.push(`round ${rounds}: ${now.records} records`)
    if (now.storage > baseline.storage + STORAGE_SLACK)
      grown.push(`round ${rounds}: ${now.storage} bytes of IndexedDB`)
    if (now.heap > baseline.heap + HEAP_SLACK)
      grown.push(`round ${rounds}: heap of ${now.heap} bytes`)
  }
} catch (error) {
  errors.push(`round ${rounds + 1}: ${String(error)}`)
} finally {
  await browser.close()
  await server.close()
}
process.stdout.write(
  `${JSON.stringify({ minutes, rounds, networksKept, done, baseline, heapAtMost, storageAtMost, errors, grown }, null, 2)}\n`,
)
process.exit(errors.length + grown.length === 0 && rounds > WARM_UP ? 0 : 1)

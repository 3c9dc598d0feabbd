import type { Page } from '@playwright/test'
import type { DataStatus } from '../../../src/data/status.ts'
import type {
  AdapterReport,
  Command,
  EstimateReport,
  WorkerEvent,
} from '../../../src/worker/protocol.ts'

export const SYNTHETIC_GPU: AdapterReport = {
  name: 'synthetic run, no GPU',
  backend: 'webgpu',
  software: false,
  shaderF16: true,
  missing: null,
  details: {
    vendor: 'synthetic',
    architecture: '',
    description: '',
    features: ['shader-f16', 'subgroups'],
    subgroups: { least: 32, most: 32 },
    limits: { maxBufferSize: 2 ** 31, maxComputeWorkgroupStorageSize: 32_768 },
    noF16Reason: null,
  },
}

/** The script of a fake worker: its events and their times. */
export interface Script {
  readonly adapter: AdapterReport
  /** The estimate for every recipe; null for none. */
  readonly estimate: Omit<EstimateReport, 'choice' | 'engine'> | null
  readonly data: DataStatus
  /** Events after `train`, each with its delay in milliseconds. */
  readonly onTrain: readonly { readonly after: number; readonly event: WorkerEvent }[]
  /** Events after the second and later `train` commands, in turn. If absent, every run is the same. */
  readonly onLaterTrain?: readonly Script['onTrain'][]
}

export const NO_DATA: DataStatus = {
  phase: 'absent',
  source: null,
  choices: [],
  bytesDone: 0,
  bytesTotal: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  files: [],
  storage: 'evictable',
  note: null,
  error: null,
}

declare global {
  interface Window {
    replayCommands: Command[]
  }
}

/** The page's commands so far, except for those that it sends automatically. */
export const commandsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    window.replayCommands
      .map((command) => (command.type === 'data' ? `data ${command.action}` : command.type))
      .filter((name) => !['describe', 'estimate', 'data status', 'saved run'].includes(name)),
  )

/** Replaces the page's worker with a scripted one that computes nothing. */
export async function replaceWorker(page: Page, script: Script): Promise<void> {
  await page.addInitScript(install, script)
}

/** Runs in the page, so it can't use anything outside this function. */
function install(script: Script): void {
  class ReplayWorker extends EventTarget {
    #timers: number[] = []
    #runs = 0

    postMessage(command: Command): void {
      window.replayCommands.push(command)
      switch (command.type) {
        case 'describe':
          this.#say({ type: 'adapter', adapter: script.adapter })
          return
        case 'estimate':
          if (script.estimate === null) return
          this.#say({
            type: 'estimate',
            estimate: { ...script.estimate, choice: command.choice, engine: command.engine },
          })
          return
        case 'data':
          this.#say({ type: 'data', status: script.data })
          return
        case 'train':
          this.#timers = (script.onLaterTrain?.[this.#runs++ - 1] ?? script.onTrain).map(
            ({ after, event }) => window.setTimeout(() => this.#emit(event), after),
          )
          return
        case 'stop':
          this.#timers.forEach(clearTimeout)
          this.#say({ type: 'trainer', event: { type: 'stopped', step: 0 } })
          return
        case 'pause':
          this.#say({ type: 'trainer', event: { type: 'paused', step: 0 } })
          return
        case 'resume':
          this.#say({ type: 'trainer', event: { type: 'resumed', step: 0 } })
          return
        case 'rate':
          this.#say({ type: 'trainer', event: { type: 'rate', step: 0, factor: command.factor } })
          return
        case 'step':
        case 'import':
          return
      }
    }

    #say(event: WorkerEvent): void {
      setTimeout(() => this.#emit(event), 0)
    }

    #emit(event: WorkerEvent): void {
      this.dispatchEvent(new MessageEvent('message', { data: event }))
    }
  }
  window.replayCommands = []
  Reflect.set(window, 'Worker', ReplayWorker)
}

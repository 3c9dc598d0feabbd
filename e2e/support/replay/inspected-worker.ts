import type { Page } from '@playwright/test'
import type { TrainerEvent } from '../../../src/trainer/events.ts'
import type { Inspection } from '../../../src/worker/inspection/inspection-protocol.ts'
import type { Command, SavedRunReport, WorkerEvent } from '../../../src/worker/protocol.ts'

/** Inspection results of a synthetic network, as plain data. */
export interface ScriptedNetwork {
  readonly saved: SavedRunReport
  /** Logits of each picture, in turn. */
  readonly logits: readonly (readonly number[])[]
  /** Weights by layer. */
  readonly weights: Readonly<
    Record<string, { shape: number[]; values: number[]; eigenvalues: number[] | null }>
  >
  /** Layers with histograms of their channels, for initial and current weights. */
  readonly activations: Readonly<Record<'now' | 'start', readonly ScriptedLayer[]>>
  readonly profile: Extract<
    Extract<WorkerEvent, { type: 'inspected' }>['result'],
    { what: 'profile' }
  >['profile']
  readonly peak: Extract<WorkerEvent, { type: 'peak' }>['peak']
  /** Events that a run sends as soon as it starts. */
  readonly run: readonly TrainerEvent[]
}

interface ScriptedLayer {
  readonly layer: string
  readonly point: 'convolution' | 'activation'
  readonly channels: number
  readonly low: number
  readonly high: number
  readonly counts: readonly number[]
  readonly means: readonly number[]
  readonly deviations: readonly number[]
}

/** Uses the page's own worker, except for inspections and runs, which `network` answers. */
export async function serveNetwork(page: Page, network: ScriptedNetwork): Promise<void> {
  await page.addInitScript(install, network)
}

/** Runs in the page, so it can't use anything outside this function. */
function install(network: ScriptedNetwork): void {
  const answer = (inspection: Inspection) => {
    switch (inspection.what) {
      case 'predict': {
        const pictures = inspection.pixels.length / 3072
        const rows = Array.from(
          { length: pictures },
          (_, i) => network.logits[i % network.logits.length],
        )
        return { what: 'predict', logits: Float32Array.from(rows.flat()) }
      }
      case 'weights': {
        const { shape, values, eigenvalues } = network.weights[inspection.layer]
        return {
          what: 'weights',
          shape,
          values: Float32Array.from(values),
          eigenvalues: eigenvalues && Float64Array.from(eigenvalues),
        }
      }
      case 'activations': {
        const layers = network.activations[inspection.weights].map((layer) => ({
          ...layer,
          counts: Uint32Array.from(layer.counts),
          means: Float32Array.from(layer.means),
          deviations: Float32Array.from(layer.deviations),
        }))
        return { what: 'activations', layers }
      }
      case 'profile':
        return { what: 'profile', profile: network.profile }
      case 'file':
        throw new Error(`No test provides ${inspection.what}.`)
    }
  }
  const Native = window.Worker
  class TellingWorker extends Native {
    override postMessage(command: Command): void {
      switch (command.type) {
        case 'inspect':
          this.#emit({
            type: 'inspected',
            ticket: command.ticket,
            result: answer(command.inspection),
          })
          return
        case 'saved run':
          this.#emit({ type: 'saved run', run: network.saved })
          return
        case 'peak':
          this.#emit({ type: 'peak', peak: network.peak })
          return
        case 'train':
          for (const event of network.run) this.#emit({ type: 'trainer', event })
          return
        default:
          super.postMessage(command)
      }
    }

    #emit(data: unknown): void {
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })), 0)
    }
  }
  window.Worker = TellingWorker
}

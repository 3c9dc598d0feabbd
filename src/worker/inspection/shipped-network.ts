import { IMAGE_BYTES } from '../../data/records.ts'
import type { Engine, SeenImages, View } from '../../engine/engine.ts'
import { trainedEngine } from '../../trainer/evaluation/trained-engine.ts'
import { readWeightsFile, type TrainedNetwork } from '../../trainer/read-weights-file.ts'
import { describeFailure } from '../../trainer/recovery/failure.ts'
import type { SessionOptions } from '../session-options.ts'
import { weightsIn } from './inspection.ts'
import type { Inspection, InspectionResult } from './inspection-protocol.ts'

/** Batch size of its engine: one image under the six views of the recipe. */
const BATCH = 6

/**
 * The trained network shipped with the page, fetched on first use. It runs on TensorFlow.js, with or without a GPU: a few
 * forward passes aren't worth compiling training kernels.
 */
export class ShippedNetwork {
  readonly #options: Pick<SessionOptions, 'engines' | 'shippedWeights' | 'post'>
  #network: Promise<TrainedNetwork> | null = null
  #engine: Engine | null = null
  /** Serialises requests: an engine serves one at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: Pick<SessionOptions, 'engines' | 'shippedWeights' | 'post'>) {
    this.#options = options
  }

  /** Answers an inspection, or reports why it can't. */
  async answer(ticket: number, inspection: Inspection): Promise<void> {
    const { post } = this.#options
    const result = this.#last.then(() => this.#inspect(inspection))
    this.#last = Promise.allSettled([result])
    try {
      post({ type: 'inspected', ticket, result: await result })
    } catch (error) {
      post({ type: 'notInspected', ticket, ...describeFailure(error, 'Try again.') })
    }
  }

  async #inspect(inspection: Inspection): Promise<InspectionResult> {
    const network = await this.#load()
    switch (inspection.what) {
      case 'predict': {
        const { pixels, views } = inspection
        const count = pixels.length / IMAGE_BYTES
        const others = { count, labels: new Uint8Array(count), pixels }
        return { what: 'predict', logits: await this.#logits(network, { others }, views) }
      }
      case 'weights':
        return weightsIn(network.recipe, (name) => network.tensors[name], inspection.layer)
      case 'activations':
      case 'file':
      case 'profile':
        throw new RangeError('The shipped network can predict pictures and show its weights only.')
    }
  }

  async #logits(
    network: TrainedNetwork,
    images: SeenImages,
    views: readonly View[],
  ): Promise<Float32Array> {
    const { engines } = this.#options
    this.#engine ??= await trainedEngine((spec) => engines.createForInference(spec), network, BATCH)
    try {
      return await this.#engine.logits(images, views, 'live')
    } catch (error) {
      // Its GPU may be lost; the next request gets a new engine.
      this.#engine.dispose()
      this.#engine = null
      throw error
    }
  }

  /** A failed fetch is retried by the next request: the network may be back. */
  #load(): Promise<TrainedNetwork> {
    if (this.#network === null) {
      const loading = this.#options.shippedWeights().then(readWeightsFile)
      this.#network = loading
      loading.catch(() => (this.#network = null))
    }
    return this.#network
  }
}

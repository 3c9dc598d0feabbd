import type { LayerActivations } from '../../inspection/activations.ts'
import { madeImages } from '../../batch/augment.ts'
import type { AugmentationDraws } from '../../batch/augmentation-draws.ts'
import type { BatchSpec, SeenImages, View } from '../../engine.ts'
import type { FailureWatch } from '../../failure.ts'
import type { Profile } from '../../inspection/profile.ts'
import { readActivations } from './activations.ts'
import { logitsOfRecords, type EvaluationOptions } from '../runtime/evaluation.ts'
import type { LoadedData } from '../runtime/loaded-data.ts'
import { gatherPreview } from './preview.ts'
import { profileStep } from './profile.ts'
import type { SplitName } from '../runtime/buffers/split-buffers.ts'

export interface InspectionOptions {
  readonly work: EvaluationOptions
  readonly data: LoadedData
  readonly failure: FailureWatch
  /** Waits until the GPU has finished all submitted work. */
  readonly settle: () => Promise<void>
}

/** Inspects a network between two steps; see `Engine` for each method. */
export class NetworkInspector {
  readonly #options: InspectionOptions

  constructor(options: InspectionOptions) {
    this.#options = options
  }

  async logits(
    images: SeenImages,
    views: readonly View[],
    weights: 'live' | 'average',
  ): Promise<Float32Array> {
    const { work, data, failure, settle } = this.#options
    const look = (split: SplitName, records: Uint32Array) =>
      failure.race(logitsOfRecords(work, { split, views, weights }, records))
    if ('split' in images) return look(images.split, images.records)
    await settle()
    await failure.race(data.load('others', images.others))
    return look(
      'others',
      Uint32Array.from({ length: images.others.count }, (_, i) => i),
    )
  }

  async preview(draws: AugmentationDraws, count: number): Promise<Float32Array> {
    const { work, data, failure } = this.#options
    const { spec } = work.executable.plan.request
    if (spec.batches === 'made') {
      const { records } = work.executable.split('train')
      return madeImages(records, draws, count, spec.normalisation)
    }
    return failure.race(gatherPreview(work, count, () => data.uploadDraws(draws)))
  }

  async activations(
    batch: Pick<BatchSpec, 'draws' | 'first' | 'made' | 'side'>,
  ): Promise<LayerActivations[]> {
    const { work, data, failure, settle } = this.#options
    await settle()
    data.uploadDraws(batch.draws)
    return readActivations({ ...work, failure }, batch)
  }

  /** Times a step, which leaves a meaningless state; `slot` is an unused entry of the metrics. */
  async profile(slot: number): Promise<Profile> {
    const { work, failure } = this.#options
    return profileStep({ ...work, failure, slot })
  }
}

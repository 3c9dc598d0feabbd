import type { LayerActivations } from '../activations.ts'
import { madeImages } from '../augment.ts'
import type { EpochChoices } from '../choices.ts'
import type { BatchPlan, SeenImages, View } from '../engine.ts'
import type { FailureWatch } from '../failure.ts'
import type { Profile } from '../profile.ts'
import { readActivations } from './activations.ts'
import { recordLogits, type EvaluationOptions } from './evaluation.ts'
import type { LoadedData } from './loaded-data.ts'
import { gatherPreview } from './preview.ts'
import { profileStep } from './profile.ts'
import type { SplitName } from './split-buffers.ts'

export interface InspectionOptions {
  readonly work: EvaluationOptions
  readonly data: LoadedData
  readonly failure: FailureWatch
  /** Waits until the GPU has done all that was asked of it. */
  readonly settle: () => Promise<void>
}

/** Looks into a network between two steps, as `Engine` says of each. */
export class Inspection {
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
      failure.race(recordLogits(work, { split, views, weights }, records))
    if ('split' in images) return look(images.split, images.records)
    await settle()
    await failure.race(data.place('others', images.others))
    return look(
      'others',
      Uint32Array.from({ length: images.others.count }, (_, i) => i),
    )
  }

  async preview(choices: EpochChoices, count: number): Promise<Float32Array> {
    const { work, data, failure } = this.#options
    const { spec } = work.executable.plan.request
    if (spec.batches === 'made') {
      const { records } = work.executable.split('train')
      return madeImages(records, choices, count, spec.normalisation)
    }
    return failure.race(gatherPreview(work, count, () => data.uploadChoices(choices)))
  }

  async activations(
    batch: Pick<BatchPlan, 'choices' | 'first' | 'made'>,
  ): Promise<LayerActivations[]> {
    const { work, data, failure, settle } = this.#options
    await settle()
    data.uploadChoices(batch.choices)
    return readActivations({ ...work, failure }, batch)
  }

  /** Times a step, which leaves a meaningless state; `slot` is an entry of the metrics that nobody reads. */
  async profile(slot: number): Promise<Profile> {
    const { work, failure } = this.#options
    return profileStep({ ...work, failure, slot })
  }
}

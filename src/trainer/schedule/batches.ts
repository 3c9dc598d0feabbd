import type { Normalisation, Records } from '../../data/records.ts'
import {
  allocateBatch,
  makeBatch,
  normalisedBytes,
  type MadeBatch,
} from '../../engine/batch/augment.ts'
import type { AugmentationDraws } from '../../engine/batch/augmentation-draws.ts'
import type { BatchSpec } from '../../engine/engine.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { RunLength } from '../../recipe/schedule/schedule.ts'
import { sideAt } from '../../recipe/schedule/sides.ts'
import { Stopwatch } from '../clock.ts'
import { drawEpoch } from './draw.ts'

export interface BatchesOptions {
  readonly recipe: Recipe
  readonly seed: number
  readonly train: Records
  /** Normalisation of the images. */
  readonly normalisation: Normalisation
  readonly length: RunLength
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Seconds spent on images before the resume. */
  readonly earlier?: number
}

/**
 * The batches of a run: each epoch's draws and, if the recipe augments on the CPU, the images made from them, per step
 * or for a whole epoch at its first step. Batches reuse memory, so request one only once the engine is `ready`.
 */
export class Batches {
  readonly #options: BatchesOptions
  readonly #values: Float32Array
  readonly #making: Stopwatch
  /** One batch, or an epoch of them. */
  readonly #made: MadeBatch[] = []
  #madeEpoch: number | null = null
  /** Of the current epoch and the next one. */
  readonly #drawn = new Map<number, AugmentationDraws>()

  constructor(options: BatchesOptions) {
    this.#options = options
    this.#values = normalisedBytes(options.normalisation)
    this.#making = new Stopwatch(options.now, options.earlier)
  }

  /** Seconds spent making images here; undefined if the engine augments. */
  get augmentSeconds(): number | undefined {
    return this.#options.recipe.augmentation.place === 'gpu' ? undefined : this.#making.seconds
  }

  at(step: number): Pick<BatchSpec, 'draws' | 'first' | 'made' | 'side'> {
    const { recipe, length } = this.#options
    const side = sideAt(recipe.augmentation.sides, length, step)
    const epoch = Math.floor(step / length.stepsPerEpoch)
    const index = step % length.stepsPerEpoch
    const first = index * recipe.batchSize
    const draws = this.#draws(epoch)
    // Drawn ahead while the engine is busy; between epochs it would wait.
    if (index + 1 === length.stepsPerEpoch && step + 1 < length.steps) this.#draws(epoch + 1)
    switch (recipe.augmentation.place) {
      case 'gpu':
        return { draws, first, side }
      case 'cpuEachStep':
        return { draws, first, side, made: this.#make(draws, first, 0) }
      case 'cpuOncePerEpoch':
        if (this.#madeEpoch !== epoch) this.#makeEpoch(draws)
        return { draws, first, side, made: this.#made[index] }
    }
  }

  #draws(epoch: number): AugmentationDraws {
    const { recipe, seed, train } = this.#options
    const known = this.#drawn.get(epoch)
    const draws = known ?? drawEpoch(recipe.augmentation, seed, epoch, train.count)
    if (!known) this.#drawn.set(epoch, draws).delete(epoch - 2)
    return draws
  }

  #makeEpoch(draws: AugmentationDraws): void {
    const { recipe, length } = this.#options
    const { epoch } = draws
    this.#madeEpoch = epoch
    const steps = Math.min(length.stepsPerEpoch, length.steps - epoch * length.stepsPerEpoch)
    for (let index = 0; index < steps; index++) {
      this.#make(draws, index * recipe.batchSize, index)
    }
  }

  /** Makes the batch that begins at position `first` in the memory numbered `index`. */
  #make(draws: AugmentationDraws, first: number, index: number): MadeBatch {
    const { recipe, train } = this.#options
    this.#making.start()
    const batch = (this.#made[index] ??= allocateBatch(recipe.batchSize))
    makeBatch(train, draws, first, this.#values, batch)
    this.#making.stop()
    return batch
  }
}

import type { Normalisation, Records } from '../data/records.ts'
import { allocateBatch, makeBatch, normalisedBytes, type MadeBatch } from '../engine/augment.ts'
import type { EpochChoices } from '../engine/choices.ts'
import type { BatchPlan } from '../engine/engine.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { RunLength } from '../recipe/schedule.ts'
import { Stopwatch } from './clock.ts'
import { drawEpoch } from './draw.ts'

export interface BatchesOptions {
  readonly recipe: Recipe
  readonly seed: number
  readonly train: Records
  /** What the images are normalised by. */
  readonly normalisation: Normalisation
  readonly length: RunLength
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Seconds that went into images before the run went on here. */
  readonly earlier?: number
}

/**
 * What a run's steps train on: each epoch's choices and, where the recipe augments on the processor, the images made by
 * them: a batch for each step, or all of an epoch's with its first. A batch is made in memory that an earlier one had, so
 * it may be asked for only once the engine is `ready`.
 */
export class Batches {
  readonly #options: BatchesOptions
  readonly #values: Float32Array
  readonly #making: Stopwatch
  /** One batch, or an epoch of them. */
  readonly #made: MadeBatch[] = []
  #madeEpoch: number | null = null
  /** Of the epoch under way, and of the next one. */
  readonly #drawn = new Map<number, EpochChoices>()

  constructor(options: BatchesOptions) {
    this.#options = options
    this.#values = normalisedBytes(options.normalisation)
    this.#making = new Stopwatch(options.now, options.earlier)
  }

  /** Seconds that went into making images here; undefined where the engine does that. */
  get augmentSeconds(): number | undefined {
    return this.#options.recipe.augmentation.place === 'gpu' ? undefined : this.#making.seconds
  }

  at(step: number): Pick<BatchPlan, 'choices' | 'first' | 'made'> {
    const { recipe, length } = this.#options
    const epoch = Math.floor(step / length.stepsPerEpoch)
    const place = step % length.stepsPerEpoch
    const first = place * recipe.batchSize
    const choices = this.#choices(epoch)
    // Drawn while the engine has steps to do: between epochs it would wait.
    if (place + 1 === length.stepsPerEpoch && step + 1 < length.steps) this.#choices(epoch + 1)
    switch (recipe.augmentation.place) {
      case 'gpu':
        return { choices, first }
      case 'cpuEachStep':
        return { choices, first, made: this.#make(choices, first, 0) }
      case 'cpuOncePerEpoch':
        if (this.#madeEpoch !== epoch) this.#makeEpoch(choices)
        return { choices, first, made: this.#made[place] }
    }
  }

  #choices(epoch: number): EpochChoices {
    const { recipe, seed, train } = this.#options
    const known = this.#drawn.get(epoch)
    const choices = known ?? drawEpoch(recipe.augmentation, seed, epoch, train.count)
    if (!known) this.#drawn.set(epoch, choices).delete(epoch - 2)
    return choices
  }

  #makeEpoch(choices: EpochChoices): void {
    const { recipe, length } = this.#options
    const { epoch } = choices
    this.#madeEpoch = epoch
    const steps = Math.min(length.stepsPerEpoch, length.steps - epoch * length.stepsPerEpoch)
    for (let place = 0; place < steps; place++) {
      this.#make(choices, place * recipe.batchSize, place)
    }
  }

  /** Makes the batch that begins at position `first` in the memory numbered `place`. */
  #make(choices: EpochChoices, first: number, place: number): MadeBatch {
    const { recipe, train } = this.#options
    this.#making.start()
    const batch = (this.#made[place] ??= allocateBatch(recipe.batchSize))
    makeBatch(train, choices, first, this.#values, batch)
    this.#making.stop()
    return batch
  }
}

import type { OptimiserRecipe } from '../../recipe/recipe.ts'
import type { BatchPlan, GroupRate } from '../engine.ts'
import { updateRule } from '../update-rule.ts'
import type { ParameterGroup } from '../../model/parameters.ts'
import { RATE_MODES } from './kernels/rates.ts'
import { FIRST_STATISTICS_ROW, RATE_ROWS, type ParameterLayout } from './parameter-layout.ts'

/** Where the numbers that change from step to step lie in their one uniform buffer, in bytes. */
export const SCALARS = { rates: 0, keep: 256, position: 512, place: 768, bytes: 1024 } as const

const ROW_WORDS = 4

/** What a group's row of rates asks for. */
const MODES = {
  sgd: RATE_MODES.descend,
  lars: RATE_MODES.adapt,
  muon: RATE_MODES.orthogonalise,
} as const satisfies Record<OptimiserRecipe['kind'], number>

/** The image records that a pass gathers. */
export interface GatherPosition {
  /** Position of the first image, in the epoch's choices or in the split. */
  readonly first: number
  /** Records in the first of the two halves. */
  readonly lowCount: number
  readonly count: number
  /** A packed augmentation for every image; evaluations only. */
  readonly augmentation: number
}

/** What a pass of an evaluation does with its logits. */
export interface LogitsPlace {
  readonly first: number
  /** Images of this pass that count. */
  readonly count: number
  /** Overwrites the sums, as the first view does. */
  readonly fresh: boolean
  /** Of the view. */
  readonly weight: number
}

/** A copy of the uniform buffer on the processor, written whole before each submit. */
export class Scalars {
  readonly #bytes = new ArrayBuffer(SCALARS.bytes)
  readonly #words = new Uint32Array(this.#bytes)
  readonly #numbers = new Float32Array(this.#bytes)
  readonly #layout: ParameterLayout
  readonly #optimiser: OptimiserRecipe

  constructor(layout: ParameterLayout, optimiser: OptimiserRecipe) {
    this.#layout = layout
    this.#optimiser = optimiser
  }

  setRates(rates: BatchPlan['rates']): void {
    const groups = Object.keys(RATE_ROWS) as ParameterGroup[]
    for (const group of groups) {
      this.#setRow(RATE_ROWS[group], rates[group], MODES[updateRule(this.#optimiser, group)])
    }
    this.#layout.momenta.forEach((momentum, i) => {
      const row = { learningRate: momentum, weightDecay: 0 }
      this.#setRow(FIRST_STATISTICS_ROW + i, row, RATE_MODES.follow)
    })
  }

  setKeep(keep: number): void {
    this.#numbers[SCALARS.keep / 4] = keep
  }

  setPosition({ first, lowCount, count, augmentation }: GatherPosition): void {
    this.#words.set([first, lowCount, count, augmentation], SCALARS.position / 4)
  }

  /** Where the step's metrics go; `fresh` for a step's first pass, which overwrites. */
  setMetricsPlace(slot: number, fresh: boolean): void {
    this.#words.set([slot, Number(fresh)], SCALARS.place / 4)
  }

  setLogitsPlace({ first, count, fresh, weight }: LogitsPlace): void {
    this.#words.set([first, count, Number(fresh)], SCALARS.place / 4)
    this.#numbers[SCALARS.place / 4 + 3] = weight
  }

  write(queue: GPUQueue, buffer: GPUBuffer): void {
    queue.writeBuffer(buffer, 0, this.#bytes)
  }

  #setRow(row: number, rate: GroupRate | null, mode: number): void {
    const { learningRate, weightDecay } = rate ?? { learningRate: 0, weightDecay: 0 }
    const values = [learningRate, weightDecay, rate ? mode : RATE_MODES.leave]
    this.#numbers.set(values, row * ROW_WORDS)
  }
}

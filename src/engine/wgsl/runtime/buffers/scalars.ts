import type { OptimiserRecipe } from '../../../../recipe/schema/optimiser.ts'
import type { BatchSpec, GroupRate } from '../../../engine.ts'
import { updateRule } from '../../../update-rule.ts'
import type { ParameterGroup } from '../../../../model/parameters.ts'
import { RATE_MODES } from '../../codegen/rates.ts'
import { type ParameterLayout } from '../../plan/parameter-layout.ts'
import { FIRST_STATISTICS_ROW, RATE_ROWS } from '../../codegen/parameter-rows.ts'
import { SCALARS } from '../../plan/scalar-offsets.ts'

const ROW_WORDS = 4

/** The mode of a group's row of rates. */
const MODES = {
  sgd: RATE_MODES.descend,
  lars: RATE_MODES.adapt,
  muon: RATE_MODES.orthogonalise,
} as const satisfies Record<OptimiserRecipe['kind'], number>

/** The records that a batch gathers. */
export interface GatherPosition {
  /** Position of the first image, in the epoch's draws or in the split. */
  readonly first: number
  /** Records in the first of the two buffers. */
  readonly lowCount: number
  readonly count: number
  /** A packed augmentation for every image; evaluations only. */
  readonly augmentation: number
}

/** How an evaluation batch adds its logits to the sums. */
export interface LogitsOutput {
  readonly first: number
  /** Images of this batch that count. */
  readonly count: number
  /** Overwrites the sums, as the first view does. */
  readonly fresh: boolean
  /** Of the view. */
  readonly weight: number
}

/** A CPU copy of the uniform buffer, written as a whole before each batch. */
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

  setRates(rates: BatchSpec['rates']): void {
    const groups = Object.keys(RATE_ROWS) as ParameterGroup[]
    for (const group of groups) {
      this.#setRow(RATE_ROWS[group], rates[group], MODES[updateRule(this.#optimiser, group)])
    }
    this.#layout.momenta.forEach((momentum, i) => {
      const row = { learningRate: momentum, weightDecay: 0 }
      this.#setRow(FIRST_STATISTICS_ROW + i, row, RATE_MODES.follow)
    })
  }

  setAverageDecay(decay: number): void {
    this.#numbers[SCALARS.keep / 4] = decay
  }

  setPosition({ first, lowCount, count, augmentation }: GatherPosition): void {
    this.#words.set([first, lowCount, count, augmentation], SCALARS.position / 4)
  }

  /** Where the step's metrics go; `fresh` for a step's first micro-batch, which overwrites. */
  setMetricsOutput(slot: number, fresh: boolean): void {
    this.#words.set([slot, Number(fresh)], SCALARS.output / 4)
  }

  setLogitsOutput({ first, count, fresh, weight }: LogitsOutput): void {
    this.#words.set([first, count, Number(fresh)], SCALARS.output / 4)
    this.#numbers[SCALARS.output / 4 + 3] = weight
  }

  write(queue: GPUQueue, buffer: GPUBuffer): void {
    queue.writeBuffer(buffer, 0, this.#bytes)
  }

  #setRow(row: number, rate: GroupRate | null, mode: number): void {
    const { learningRate, weightDecay } = rate ?? { learningRate: 0, weightDecay: 0 }
    const values = [
      learningRate,
      weightDecay,
      rate ? mode : RATE_MODES.leave,
      Number(rate?.rescale ?? false),
    ]
    this.#numbers.set(values, row * ROW_WORDS)
  }
}

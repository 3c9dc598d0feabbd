import type { BatchSpec, GroupRate } from '../../engine/engine.ts'

/** The factor on scheduled rates and its changes during a run. */
export class RateFactor {
  readonly #changes: { readonly step: number; readonly factor: number }[]

  /** `factor` applies until it is changed. */
  constructor(factor = 1) {
    this.#changes = [{ step: 0, factor }]
  }

  /** The latest factor. */
  get current(): number {
    return this.#changes[this.#changes.length - 1].factor
  }

  /** Changes it from a step on, at or after the steps of earlier changes. */
  change(step: number, factor: number): void {
    this.#changes.push({ step, factor })
  }

  /** The factor of a step taken since this was made. */
  at(step: number): number {
    return (
      this.#changes.findLast((change) => change.step <= step)?.factor ?? this.#changes[0].factor
    )
  }
}

/** A step's rates, multiplied by a factor in every group that moves. */
export function scaledRates(rates: BatchSpec['rates'], factor: number): BatchSpec['rates'] {
  if (factor === 1) return rates
  const scaled = (rate: GroupRate | null) =>
    rate && { ...rate, learningRate: factor * rate.learningRate }
  return {
    convWeight: scaled(rates.convWeight),
    headWeight: scaled(rates.headWeight),
    bias: scaled(rates.bias),
    normScale: scaled(rates.normScale),
    normBias: scaled(rates.normBias),
  }
}

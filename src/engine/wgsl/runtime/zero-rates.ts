import type { BatchSpec, GroupRate } from '../../engine.ts'

const UNCHANGED: GroupRate = { learningRate: 0, weightDecay: 0 }

/** Rates of a step that computes everything and is taken only to be timed. */
export const ZERO_RATES: BatchSpec['rates'] = {
  convWeight: UNCHANGED,
  headWeight: UNCHANGED,
  bias: UNCHANGED,
  normScale: UNCHANGED,
  normBias: UNCHANGED,
}

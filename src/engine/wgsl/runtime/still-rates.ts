import type { BatchSpec, GroupRate } from '../../engine.ts'

const STILL: GroupRate = { learningRate: 0, weightDecay: 0 }

/** Rates of a step that computes everything and is taken only to be timed. */
export const STILL_RATES: BatchSpec['rates'] = {
  convWeight: STILL,
  headWeight: STILL,
  bias: STILL,
  normScale: STILL,
  normBias: STILL,
}

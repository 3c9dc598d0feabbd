import type { MuonSettings } from './schema/optimiser.ts'

/** Jordan's Newton-Schulz polynomial: it pushes singular values to between 0.5 and 1.5, not to 1. */
export const JORDANS_POLYNOMIAL = [3.4445, -4.775, 2.0315] as const

/** Weights scaled to norm sqrt(outputs) before every step, as Jordan's Muon does. */
export const EVERY_STEP = { everySteps: 1, growth: 0 } as const

/** Muon for convolutions as Jordan published it, at its own rate. Source: KellerJordan/cifar10-airbench. */
export const jordansMuon = (rate: number): MuonSettings => ({
  rate,
  momentum: 0.6,
  nesterov: true,
  polynomial: JORDANS_POLYNOMIAL,
  rescaling: EVERY_STEP,
  weightDecay: 0,
})

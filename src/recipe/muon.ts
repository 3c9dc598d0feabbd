import { EVERY_STEP, JORDANS_POLYNOMIAL, type MuonSettings } from './schema/optimiser.ts'

/** Muon for convolutions as Jordan published it, at its own rate. Source: KellerJordan/cifar10-airbench. */
export const jordansMuon = (rate: number): MuonSettings => ({
  rate,
  momentum: 0.6,
  nesterov: true,
  polynomial: JORDANS_POLYNOMIAL,
  rescaling: EVERY_STEP,
  weightDecay: 0,
})

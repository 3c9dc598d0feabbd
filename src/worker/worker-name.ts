import type { DeviceOptions } from '../engine/device/device.ts'

const WITH_MATRICES = 'training with subgroup matrices'

/** The worker's name, which tells it how to open the device before any message arrives. */
export const workerName = ({ matrices }: DeviceOptions): string =>
  matrices ? WITH_MATRICES : 'training'

export const readWorkerName = (name: string): DeviceOptions => ({
  matrices: name === WITH_MATRICES,
})

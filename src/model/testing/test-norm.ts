import type { BatchNormLayer } from '../layers.ts'

/** A trained batch norm over the whole batch, with random scales. */
export const testNorm = (
  name: string,
  channels: number,
  change: Partial<BatchNormLayer> = {},
): BatchNormLayer => ({
  kind: 'batchNorm',
  name,
  channels,
  epsilon: 1e-5,
  momentum: 0.1,
  groupSize: null,
  scale: 'trainable',
  scaleInit: 'uniform',
  ...change,
})

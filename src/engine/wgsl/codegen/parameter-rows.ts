import { CLASS_COUNT } from '../../../model/layers.ts'

/** Elements that share one row of rates. */
export const BLOCK_ELEMENTS = 64
/** Channels as stored: up to a multiple of 4, the rest zeros. */
export const paddedChannels = (channels: number): number => 4 * Math.ceil(channels / 4)

/** An image's logits as stored. */
export const PADDED_CLASSES = paddedChannels(CLASS_COUNT)

/** Rows of the optimiser's table of rates. Batch-norm momenta take the rows from `FIRST_STATISTICS` on. */
export const RATE_ROWS = { convWeight: 0, headWeight: 1, bias: 2, normScale: 3, normBias: 4 }
export const FIRST_STATISTICS_ROW = 5
export const FROZEN_ROW = 7
export const RATE_ROW_COUNT = 8

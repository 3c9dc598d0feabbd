// The metrics that `watchWeights` writes to, in cases of optimisers.

import type { WatchOptions } from '../kernels/optimizer/weights-watch.ts'
import { exact, type ExpectedOutput } from './kernel-case.ts'

const SLOT = 1
export const WATCH: WatchOptions = { entries: 3 }

export const WATCH_INPUTS = {
  metrics: new Float32Array(4 * WATCH.entries),
  output: Uint32Array.of(SLOT),
}

/** Metrics after a step; `broken` if it made a weight infinite or NaN. */
export function watched({ broken }: { readonly broken: boolean }): ExpectedOutput {
  const metrics = new Float32Array(4 * WATCH.entries)
  if (broken) metrics[4 * SLOT + 3] = 1
  return exact('metrics', metrics)
}

/** All numbers but one. */
export const without = (index: number) => (numbers: ArrayLike<number>) =>
  Array.from(numbers).filter((_, i) => i !== index)

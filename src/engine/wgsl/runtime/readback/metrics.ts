import type { StepMetrics } from '../../../engine.ts'
import { METRIC_ENTRIES } from '../../plan/plan.ts'
import { RingReader, type RingOptions } from './ring.ts'

export interface MetricsOptions extends Pick<
  RingOptions<StepMetrics>,
  'device' | 'pool' | 'source' | 'now'
> {
  readonly batchSize: number
}

/**
 * Reads what the loss kernel of each step writes: summed loss, images classified correctly, 1 if all logits were
 * finite, unused.
 */
export const metricsReader = ({ batchSize, ...options }: MetricsOptions): RingReader<StepMetrics> =>
  new RingReader({
    ...options,
    name: 'metrics',
    entries: METRIC_ENTRIES,
    parse: (step, [loss, correct, finite]) => ({
      step,
      loss: finite === 1 ? loss / batchSize : Number.NaN,
      accuracy: correct / batchSize,
    }),
  })

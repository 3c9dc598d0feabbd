import type { StepMetrics } from '../../../engine.ts'
import { METRIC_ENTRIES } from '../../plan/metric-entries.ts'
import { RingReader, type RingOptions } from './ring.ts'

export interface MetricsOptions extends Pick<
  RingOptions<StepMetrics>,
  'device' | 'pool' | 'source' | 'now'
> {
  readonly batchSize: number
}

/**
 * Reads what each step writes. Its loss kernel: summed loss, images classified correctly, 1 if all logits were finite.
 * Its optimiser: 1 if not all new weights are finite.
 */
export const metricsReader = ({ batchSize, ...options }: MetricsOptions): RingReader<StepMetrics> =>
  new RingReader({
    ...options,
    name: 'metrics',
    entries: METRIC_ENTRIES,
    parse: (step, [loss, correct, finite, broken]) => ({
      step,
      loss: finite === 1 && broken === 0 ? loss / batchSize : Number.NaN,
      accuracy: correct / batchSize,
    }),
  })

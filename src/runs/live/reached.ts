import type { Peak, Unavailable } from '../../engine/inspection/profile.ts'
import { resolveRecipe } from '../../recipe/choice.ts'
import { reachedShare } from '../../trainer/schedule/compute.ts'
import { measurePace } from './pace.ts'
import type { Run } from '../run.ts'

/** Training images a second at the recent pace; 0 until that is measured. */
export function imagesPerSecond({ plan, marks }: Run): number {
  const pace = measurePace(marks)
  return pace === null || plan === null ? 0 : plan.batchSize / pace.secondsPerStep
}

/** The run's share of the GPU's peak performance; null until both are measured. */
export function runShareOfPeak(run: Run, peak: Peak | Unavailable | null): number | null {
  const { plan, request } = run
  const rate = imagesPerSecond(run)
  if (plan === null || rate === 0 || peak === null || 'unavailable' in peak) return null
  return reachedShare(resolveRecipe(request.choice), rate, peak, plan.engine.precision)
}

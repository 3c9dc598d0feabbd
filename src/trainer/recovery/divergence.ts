import type { Snapshot } from '../../engine/engine.ts'
import type { StepEvent } from '../events.ts'
import { Diverged } from './failure.ts'

/** The history of a run whose loss became NaN. */
export interface Divergence {
  /** Counted from 0. */
  readonly step: number
  readonly precision: 'f16' | 'f32'
  /** What the scheduled rate was multiplied by. */
  readonly rateFactor: number
  /** The previous steps of the same epoch, oldest first. */
  readonly before: readonly StepEvent[]
}

/** Why it most likely happened, and what to do. */
export function divergedAt({ step, precision, rateFactor, before }: Divergence): Diverged {
  return new Diverged(
    `The loss became NaN at step ${step + 1}. ${likelyCause(precision, rateFactor, before)}`,
    'Resume with half the learning rate, or lower its peak in the recipe.',
  )
}

/** Steps used to decide whether the loss rose. */
const RECENT = 10

function likelyCause(
  precision: Divergence['precision'],
  rateFactor: number,
  before: readonly StepEvent[],
): string {
  if (rateFactor > 1) {
    return `The likely cause is the learning rate, which was multiplied by ${rateFactor}.`
  }
  const finite = before.filter(({ loss }) => Number.isFinite(loss))
  const recent = finite.slice(-RECENT)
  const lowest = Math.min(...finite.map(({ loss }) => loss))
  const highest = Math.max(...recent.map(({ loss }) => loss))
  const rose = recent.length > 1 && highest > 1.5 * lowest
  if (precision === 'f16' && recent.length > 1 && !rose) {
    return 'The loss had not risen before, so a value probably overflowed in half precision. Choose f32.'
  }
  return rose
    ? 'The loss rose before, so the learning rate is probably too high.'
    : 'The learning rate is probably too high.'
}

/** Whether a state is finite; a NaN would never recover. */
export const isFiniteState = ({ tensors }: Snapshot): boolean =>
  // A sum is finite only if all its terms are.
  Object.values(tensors).every((values) => Number.isFinite(values.reduce((sum, x) => sum + x, 0)))

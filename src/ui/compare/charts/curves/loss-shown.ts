import type { LossOf } from '../../view.ts'
import type { Curve } from './curves.ts'

/**
 * The loss to draw: the requested one, else the test loss. If no run has two tests, only training steps give a curve.
 */
export function lossShown(chosen: LossOf | null, curves: readonly Curve[]): LossOf {
  if (chosen !== null) return chosen
  const tests = ({ points }: Curve) => points.filter(({ testLoss }) => testLoss !== null).length
  return curves.length === 0 || curves.some((curve) => tests(curve) > 1) ? 'test' : 'train'
}

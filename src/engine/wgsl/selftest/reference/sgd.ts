// SGD with momentum in double precision, as its two authors write it.

import type { SgdFormula } from '../../kernels/optimizer/sgd-formula.ts'

/** One step of a weight down its decayed gradient h, and of its velocity. */
export function descended(
  { momentum, nesterov, velocity: dialect }: SgdFormula,
  rate: number,
  {
    weight,
    velocity,
    h,
  }: { readonly weight: number; readonly velocity: number; readonly h: number },
): { readonly weight: number; readonly velocity: number } {
  const push = dialect === 'withRate' ? -rate * h : h
  const v = momentum * velocity + push
  const step = nesterov ? push + momentum * v : v
  return { weight: weight + (dialect === 'withRate' ? step : -rate * step), velocity: v }
}

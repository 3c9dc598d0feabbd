export interface SgdFormula {
  readonly momentum: number
  readonly nesterov: boolean
  /** Whether the velocity holds steps (Page) or gradients (PyTorch). */
  readonly velocity: 'withRate' | 'withoutRate'
}

/**
 * WGSL that moves `w` by SGD with momentum m, down the decayed gradient `h` at the rate `rate`, and `velocity[at]` along:
 *   withRate      d = -rate h, v = m v + d, w += d + m v (Nesterov) or v
 *   withoutRate   v = m v + h, w -= rate (h + m v) (Nesterov) or rate v
 * Sources: davidcpage/cifar10-fast (withRate), torch.optim.SGD (withoutRate).
 */
export function descend(
  { momentum, nesterov, velocity }: SgdFormula,
  { at, rate }: { readonly at: string; readonly rate: string },
): string {
  const push = velocity === 'withRate' ? `-${rate} * h` : 'h'
  const next = nesterov ? `push + ${momentum} * v` : 'v'
  const step = velocity === 'withRate' ? next : `-${rate} * (${next})`
  return `
    let push = ${push};
    let v = ${momentum} * velocity[${at}] + push;
    velocity[${at}] = v;
    w += ${step};`
}

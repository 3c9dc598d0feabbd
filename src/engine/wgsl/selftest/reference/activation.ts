// Activations in double precision, written out as they are defined: what the kernels are compared with.

import type { Activation } from '../../../../recipe/schema/network.ts'

/** erf(x) = 2 / sqrt(pi) exp(-x^2) sum 2^n x^(2n + 1) / (2n + 1)!!, whose terms are all of one sign. */
function errorFunction(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x)
  let term = x
  let sum = 0
  for (let n = 0; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    sum += term
    term *= (2 * x * x) / (2 * n + 3)
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

const distribution = (x: number) => 0.5 * (1 + errorFunction(x / Math.SQRT2))
const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
const logistic = (x: number) => 1 / (1 + Math.exp(-x))

export function activationValue(activation: Activation | null, x: number): number {
  switch (activation?.kind) {
    case undefined:
      return x
    case 'relu':
      return Math.max(0, x)
    case 'celu':
      return x > 0 ? x : activation.alpha * Math.expm1(x / activation.alpha)
    case 'gelu':
      return x * distribution(x)
    case 'silu':
      return x * logistic(x)
  }
}

export function activationSlope(activation: Activation | null, x: number): number {
  switch (activation?.kind) {
    case undefined:
      return 1
    case 'relu':
      return x > 0 ? 1 : 0
    case 'celu':
      return x > 0 ? 1 : Math.exp(x / activation.alpha)
    case 'gelu':
      return distribution(x) + x * density(x)
    case 'silu':
      return logistic(x) * (1 + x * (1 - logistic(x)))
  }
}

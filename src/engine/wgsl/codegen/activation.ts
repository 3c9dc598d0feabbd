import type { Activation } from '../../../recipe/schema/network.ts'

/** WGSL `activation(x: vec4f) -> vec4f` and `activationDerivative(x: vec4f) -> vec4f`. */
export function activationFunctions(activation: Activation | null): string {
  switch (activation?.kind) {
    case undefined:
      return `
fn activation(x: vec4f) -> vec4f { return x; }
fn activationDerivative(x: vec4f) -> vec4f { return vec4f(1); }
`
    case 'relu':
      return `
fn activation(x: vec4f) -> vec4f { return max(x, vec4f(0)); }
fn activationDerivative(x: vec4f) -> vec4f { return select(vec4f(0), vec4f(1), x > vec4f(0)); }
`
    case 'celu':
      return celu(activation.alpha)
    case 'gelu':
      return GELU
    case 'silu':
      return SILU
  }
}

/** max(0, x) + min(0, alpha (exp(x / alpha) - 1)). Exp only sees min(x, 0): elsewhere it would overflow. */
const celu = (alpha: number): string => `
fn activation(x: vec4f) -> vec4f {
  let negative = min(x, vec4f(0));
  return max(x, vec4f(0)) + ${alpha} * (exp(negative * ${1 / alpha}) - 1);
}
fn activationDerivative(x: vec4f) -> vec4f { return exp(min(x, vec4f(0)) * ${1 / alpha}); }
`

/**
 * x P(x) and P(x) + x p(x), with P the normal distribution by formula 7.1.26 of Abramowitz and Stegun (off by at most
 * 7.5e-8) and p its density. The tail is taken where it is small, so that 1 - P loses no digits; arguments are
 * clamped where the density has vanished.
 */
const GELU = `
fn density(x: vec4f) -> vec4f {
  let clamped = clamp(x, vec4f(-12), vec4f(12));
  return ${1 / Math.sqrt(2 * Math.PI)} * exp(-0.5 * clamped * clamped);
}
fn distribution(x: vec4f, density: vec4f) -> vec4f {
  let t = 1 / (1 + ${0.3275911 * Math.SQRT1_2} * abs(x));
  let polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = ${0.5 * Math.sqrt(2 * Math.PI)} * polynomial * density;
  return select(tail, 1 - tail, x > vec4f(0));
}
fn activation(x: vec4f) -> vec4f { return x * distribution(x, density(x)); }
fn activationDerivative(x: vec4f) -> vec4f {
  let p = density(x);
  return distribution(x, p) + clamp(x, vec4f(-12), vec4f(12)) * p;
}
`

/** x s(x) and s(x) (1 + x (1 - s(x))), with s the logistic function. */
const SILU = `
fn logistic(x: vec4f) -> vec4f { return 1 / (1 + exp(-clamp(x, vec4f(-80), vec4f(80)))); }
fn activation(x: vec4f) -> vec4f { return x * logistic(x); }
fn activationDerivative(x: vec4f) -> vec4f {
  let s = logistic(x);
  return s * (1 + clamp(x, vec4f(-80), vec4f(80)) * (1 - s));
}
`

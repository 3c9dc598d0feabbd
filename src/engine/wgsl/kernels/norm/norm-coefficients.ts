import { COEFFICIENT_ROWS } from './merge-statistics.ts'

/**
 * WGSL to use `coefficients` as `mergeStatistics` writes them: `let norm = normOf(group, v)` and then
 * `normalised(norm, x)` = (x - mean) / deviation, `scaled(norm, xhat)` = xhat * scale + bias. The mean is subtracted
 * first: folded into the bias, it would lose precision if far from 0.
 */
export const normFunctions = (vectors: number): string => `
struct Norm { mean: vec4f, rstd: vec4f, scale: vec4f, bias: vec4f }
fn normOf(group: u32, v: u32) -> Norm {
  let at = group * ${COEFFICIENT_ROWS * vectors}u + v;
  return Norm(coefficients[at], coefficients[at + ${vectors}u], coefficients[at + ${2 * vectors}u], coefficients[at + ${3 * vectors}u]);
}
fn normalised(norm: Norm, x: vec4f) -> vec4f { return (x - norm.mean) * norm.rstd; }
fn scaled(norm: Norm, xhat: vec4f) -> vec4f { return xhat * norm.scale + norm.bias; }
`

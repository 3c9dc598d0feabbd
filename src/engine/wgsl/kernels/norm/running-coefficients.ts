import type { Kernel } from '../../codegen/kernel.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { COEFFICIENT_ROWS } from './merge-statistics.ts'

export interface RunningCoefficientsOptions {
  readonly channels: number
  /** Ghost groups, which all get the same coefficients. */
  readonly groups: number
  readonly epsilon: number
}

/**
 * Coefficients of batch norm with running statistics, repeated for each group, so that evaluation reuses the training
 * kernels: coefficients = (mean, 1 / sqrt(variance + epsilon), scale, bias), f32 [groups][4][channels].
 * running f32 [2][channels]: mean and variance; scale, bias f32 [channels].
 */
export function runningCoefficients(options: RunningCoefficientsOptions): Kernel {
  const { channels, groups, epsilon } = options
  const vectors = channels / 4
  return elementwise({
    label: `runningCoefficients of ${channels} / ${groups}`,
    storage: 'f32',
    buffers: [
      { name: 'running', access: 'read', element: 'vec4f', count: 2 * vectors },
      { name: 'scale', access: 'read', element: 'vec4f', count: vectors },
      { name: 'bias', access: 'read', element: 'vec4f', count: vectors },
      {
        name: 'coefficients',
        access: 'readWrite',
        element: 'vec4f',
        count: groups * COEFFICIENT_ROWS * vectors,
      },
    ],
    invocations: groups * vectors,
    body: `
  let v = i % ${vectors}u;
  let at = i / ${vectors}u * ${COEFFICIENT_ROWS * vectors}u + v;
  coefficients[at] = running[v];
  coefficients[at + ${vectors}u] = inverseSqrt(max(running[v + ${vectors}u], vec4f(0)) + ${epsilon});
  coefficients[at + ${2 * vectors}u] = scale[v];
  coefficients[at + ${3 * vectors}u] = bias[v];`,
  })
}

import type { Kernel } from '../kernel.ts'
import { elementwise } from './elementwise.ts'
import { COEFFICIENT_ROWS } from './merge-statistics.ts'

export interface RunningCoefficientsOptions {
  readonly channels: number
  readonly epsilon: number
}

/**
 * What batch norm needs to evaluate with running statistics:
 * coefficients = (mean, 1 / sqrt(variance + epsilon), scale, bias), f32 [1][4][channels].
 * running f32 [2][channels]: mean and variance; scale, bias f32 [channels].
 */
export function runningCoefficients({ channels, epsilon }: RunningCoefficientsOptions): Kernel {
  const vectors = channels / 4
  return elementwise({
    label: `runningCoefficients of ${channels}`,
    storage: 'f32',
    buffers: [
      { name: 'running', access: 'read', element: 'vec4f', count: 2 * vectors },
      { name: 'scale', access: 'read', element: 'vec4f', count: vectors },
      { name: 'bias', access: 'read', element: 'vec4f', count: vectors },
      {
        name: 'coefficients',
        access: 'readWrite',
        element: 'vec4f',
        count: COEFFICIENT_ROWS * vectors,
      },
    ],
    invocations: vectors,
    body: `
  coefficients[i] = running[i];
  coefficients[i + ${vectors}u] = inverseSqrt(max(running[i + ${vectors}u], vec4f(0)) + ${epsilon});
  coefficients[i + ${2 * vectors}u] = scale[i];
  coefficients[i + ${3 * vectors}u] = bias[i];`,
  })
}

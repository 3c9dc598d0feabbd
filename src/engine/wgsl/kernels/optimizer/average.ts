import type { Kernel } from '../../codegen/kernel.ts'
import { toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { declareUniform } from '../../codegen/uniform.ts'

export interface AverageOptions {
  readonly elements: number
  /** Whether the weights are set to the new average (lookahead). */
  readonly writeBack: boolean
  /** Whether to write an f16 copy of the weights too. */
  readonly half: boolean
}

/**
 * average += (1 - keep) (weights - average), keep the uniform's share of the old average; with `writeBack`, then
 * weights = average. In this form equal values stay equal, and a keep of 0 copies the weights to the bit.
 * weights, average f32 [elements], weights16 f16 [elements]; running statistics are among the elements.
 * Source: recipes of davidcpage/cifar10-fast (exponential moving average) and KellerJordan/cifar10-airbench (lookahead,
 * after Zhang et al., 2019).
 */
export function average({ elements, writeBack, half }: AverageOptions): Kernel {
  const count = elements / 4
  const copied = writeBack && half
  const copy: readonly BufferDeclaration[] = [
    { name: 'weights16', access: 'readWrite', element: 'vec4h', count },
  ]
  const buffers: readonly BufferDeclaration[] = [
    { name: 'weights', access: writeBack ? 'readWrite' : 'read', element: 'vec4f', count },
    { name: 'average', access: 'readWrite', element: 'vec4f', count },
    ...(copied ? copy : []),
  ]
  return elementwise({
    label: `average of ${elements}${writeBack ? ', written back' : ''}`,
    storage: copied ? 'f16' : 'f32',
    buffers,
    uniforms: [declareUniform(buffers.length, 'rates', { keep: 'f32' })],
    invocations: count,
    body: `
  let old = average[i];
  let w = weights[i];
  let value = select(old + (1 - rates.keep) * (w - old), w, rates.keep == 0);
  average[i] = value;${writeBack ? '\n  weights[i] = value;' : ''}${copied ? `\n  weights16[i] = ${toStored('f16', 'value')};` : ''}`,
  })
}

import type { Kernel, StorageType } from '../codegen/kernel.ts'
import { elementwise } from '../codegen/elementwise.ts'
import { declareUniform } from '../codegen/uniform.ts'

/** How a multiply-add loop is written; which form is fastest differs from GPU to GPU. */
export interface MultiplyAddForm {
  readonly precision: StorageType
  readonly lanes: 1 | 4
  /** Independent chains in the loop's body. */
  readonly unroll: 1 | 8
}

/**
 * Every thread runs x_j = x_j * factor + 1 in `unroll` chains of `lanes` numbers, `rounds.count` times, from x_j = j:
 * results[thread] = the sum of its chains' first lanes. factor f32 [1], results f32 [threads].
 */
export function multiplyAdd(
  { precision, lanes, unroll }: MultiplyAddForm,
  threads: number,
): Kernel {
  const scalar = precision
  const type = lanes === 4 ? `vec4<${scalar}>` : scalar
  const chains = Array.from({ length: unroll }, (_, i) => i)
  const first = lanes === 4 ? '.x' : ''
  return elementwise({
    label: `multiplyAdd ${type} x${unroll}`,
    storage: precision,
    buffers: [
      { name: 'factor', access: 'read', element: 'f32', count: 1 },
      { name: 'results', access: 'readWrite', element: 'f32', count: threads },
    ],
    uniforms: [declareUniform(2, 'rounds', { count: 'u32' })],
    invocations: threads,
    body: `
  let f = ${type}(${scalar}(factor[0]));
${chains.map((j) => `  var x${j} = ${type}(${scalar}(${j}));`).join('\n')}
  for (var round = 0u; round < rounds.count; round++) {
${chains.map((j) => `    x${j} = fma(x${j}, f, ${type}(${scalar}(1)));`).join('\n')}
  }
  results[i] = ${chains.map((j) => `f32(x${j}${first})`).join(' + ')};`,
  })
}

/** FLOP of one round of one thread. */
export const roundFlops = ({ lanes, unroll }: MultiplyAddForm): number => 2 * lanes * unroll

/** copied = source, `vectors` times 16 bytes. */
export const copyVectors = (vectors: number): Kernel =>
  elementwise({
    label: `copy ${16 * vectors} bytes`,
    storage: 'f32',
    buffers: [
      { name: 'source', access: 'read', element: 'vec4f', count: vectors },
      { name: 'copied', access: 'readWrite', element: 'vec4f', count: vectors },
    ],
    invocations: vectors,
    body: '\n  copied[i] = source[i];',
  })

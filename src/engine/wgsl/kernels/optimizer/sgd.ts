import type { Kernel } from '../../codegen/kernel.ts'
import { BLOCK_ELEMENTS } from '../../codegen/parameter-rows.ts'
import { toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { declareRates, RATE_MODES } from '../../codegen/rates.ts'
import { descend, type SgdFormula } from './sgd-formula.ts'
import { watchWeights, type WatchOptions } from './weights-watch.ts'

export interface SgdOptions extends SgdFormula, WatchOptions {
  /** Elements of the flat buffers that may change: whole blocks. */
  readonly elements: number
  /** Whether to write an f16 copy of the weights too. */
  readonly half: boolean
}

/**
 * One optimiser step over all parameters and running statistics. For each block of 64 elements, rates[blocks[block]]
 * holds a row of `declareRates`. `descend` is SGD (`sgd-formula.ts`) down h = g + decay w; `follow` moves running
 * statistics, w += rate (g - w); the other modes do nothing. `watchWeights` watches the result.
 * weights, velocity, gradients f32 [elements], weights16 f16 [elements], blocks u32 [elements / 64].
 */
export function sgd(options: SgdOptions): Kernel {
  const { elements, velocity, half } = options
  const count = elements / 4
  const watch = watchWeights(options)
  const copy: readonly BufferDeclaration[] = [
    { name: 'weights16', access: 'readWrite', element: 'vec4h', count },
  ]
  const buffers: readonly BufferDeclaration[] = [
    { name: 'weights', access: 'readWrite', element: 'vec4f', count },
    { name: 'velocity', access: 'readWrite', element: 'vec4f', count },
    { name: 'gradients', access: 'read', element: 'vec4f', count },
    { name: 'blocks', access: 'read', element: 'u32', count: elements / BLOCK_ELEMENTS },
    ...(half ? copy : []),
    watch.buffer,
  ]
  return elementwise({
    label: `sgd of ${elements}, ${velocity}`,
    storage: half ? 'f16' : 'f32',
    buffers,
    uniforms: [declareRates(buffers.length), watch.declare(buffers.length + 1)],
    invocations: count,
    body: `
  let rate = rates[blocks[i / ${BLOCK_ELEMENTS / 4}u]];
  if (rate.z != ${RATE_MODES.descend} && rate.z != ${RATE_MODES.follow}) { return; }
  var w = weights[i];
  let g = gradients[i];
  if (rate.z == ${RATE_MODES.descend}) {
    let h = g + rate.y * w;${descend(options, { at: 'i', rate: 'rate.x' })}
  } else {
    w += rate.x * (g - w);
  }
  watch(w);
  weights[i] = w;${half ? `\n  weights16[i] = ${toStored('f16', 'w')};` : ''}`,
  })
}

import type { Kernel } from '../kernel.ts'
import { BLOCK_ELEMENTS, RATE_ROW_COUNT } from '../parameter-layout.ts'
import { toStored, type BufferDeclaration } from '../storage.ts'
import { elementwise } from './elementwise.ts'

export interface SgdOptions {
  /** Elements of the flat buffers that may change: whole blocks. */
  readonly elements: number
  readonly momentum: number
  readonly nesterov: boolean
  /** Whether the velocity holds steps (Page) or gradients (PyTorch). */
  readonly velocity: 'withRate' | 'withoutRate'
  /** Whether to write a copy of the weights in half precision. */
  readonly half: boolean
}

/** What a row of `rates` asks for. */
export const RATE_MODES = { leave: 0, descend: 1, follow: 2, orthogonalise: 3 }

/**
 * One optimiser step over all parameters and running statistics. For each block of 64 elements, rates[blocks[block]]
 * holds (rate, decay, mode, unused). `leave` and `orthogonalise` (see `muonDescend`) touch nothing; `follow` moves running statistics, w += rate (g - w);
 * `descend` is SGD with momentum m, of h = g + decay * w:
 *   withRate      d = -rate h, v = m v + d, w += d + m v (Nesterov) or v
 *   withoutRate   v = m v + h, w -= rate (h + m v) (Nesterov) or rate v
 * weights, velocity, gradients f32 [elements], weights16 f16 [elements], blocks u32 [elements / 64].
 * Sources: davidcpage/cifar10-fast (withRate), torch.optim.SGD (withoutRate).
 */
export function sgd(options: SgdOptions): Kernel {
  const { elements, momentum, nesterov, velocity, half } = options
  const count = elements / 4
  const copy: readonly BufferDeclaration[] = [
    { name: 'weights16', access: 'readWrite', element: 'vec4h', count },
  ]
  const buffers: readonly BufferDeclaration[] = [
    { name: 'weights', access: 'readWrite', element: 'vec4f', count },
    { name: 'velocity', access: 'readWrite', element: 'vec4f', count },
    { name: 'gradients', access: 'read', element: 'vec4f', count },
    { name: 'blocks', access: 'read', element: 'u32', count: elements / BLOCK_ELEMENTS },
    ...(half ? copy : []),
  ]
  const push = velocity === 'withRate' ? '-rate.x * h' : 'h'
  const next = nesterov ? `push + ${momentum} * v` : 'v'
  const step = velocity === 'withRate' ? next : `-rate.x * (${next})`
  return elementwise({
    label: `sgd of ${elements}, ${velocity}`,
    storage: half ? 'f16' : 'f32',
    buffers,
    uniform: {
      code: `@group(0) @binding(${buffers.length}) var<uniform> rates: array<vec4f, ${RATE_ROW_COUNT}>;\n`,
      binding: { name: 'rates', access: 'uniform', bytes: 16 * RATE_ROW_COUNT },
    },
    invocations: count,
    body: `
  let rate = rates[blocks[i / ${BLOCK_ELEMENTS / 4}u]];
  if (rate.z != ${RATE_MODES.descend} && rate.z != ${RATE_MODES.follow}) { return; }
  var w = weights[i];
  let g = gradients[i];
  if (rate.z == ${RATE_MODES.descend}) {
    let h = g + rate.y * w;
    let push = ${push};
    let v = ${momentum} * velocity[i] + push;
    velocity[i] = v;
    w += ${step};
  } else {
    w += rate.x * (g - w);
  }
  weights[i] = w;${half ? `\n  weights16[i] = ${toStored('f16', 'w')};` : ''}`,
  })
}

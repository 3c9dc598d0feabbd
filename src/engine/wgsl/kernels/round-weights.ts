import type { Kernel } from '../kernel.ts'
import { toStored } from '../storage.ts'
import { elementwise } from './elementwise.ts'

/** weights16 = weights in half precision, all `elements` of the flat buffers. */
export const roundWeights = ({ elements }: { readonly elements: number }): Kernel =>
  elementwise({
    label: `roundWeights ${elements}`,
    storage: 'f16',
    buffers: [
      { name: 'weights', access: 'read', element: 'vec4f', count: elements / 4 },
      { name: 'weights16', access: 'readWrite', element: 'vec4h', count: elements / 4 },
    ],
    invocations: elements / 4,
    body: `\n  weights16[i] = ${toStored('f16', 'weights[i]')};`,
  })

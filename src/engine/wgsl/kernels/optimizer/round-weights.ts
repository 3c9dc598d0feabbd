import type { Kernel } from '../../codegen/kernel.ts'
import { toStored } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'

/** weights16 = weights rounded to f16, all `elements` of the flat buffers. */
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

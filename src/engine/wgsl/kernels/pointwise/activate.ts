import type { Activation } from '../../../../recipe/schema/network.ts'
import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { activationFunctions } from '../../codegen/activation.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { rowsAtOnce } from '../../codegen/rows-at-once.ts'
import {
  rowCount,
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from '../../codegen/tensor-shape.ts'

export interface ActivateOptions {
  readonly shape: TensorShape
  readonly storage: StorageType
  readonly activation: Activation | null
  readonly bias: boolean
}

/** x and, if there is one, the bias: what both passes of an activation read. */
export function activationInputs({ shape, storage, bias }: ActivateOptions): BufferDeclaration[] {
  const x: BufferDeclaration = {
    name: 'x',
    access: 'read',
    element: storedVector(storage),
    count: tensorVectors(shape),
  }
  return bias
    ? [x, { name: 'bias', access: 'read', element: 'vec4f', count: vectorCount(shape) }]
    : [x]
}

/** y = activation(x [+ bias]). x and y [batch, height, width, channels], bias f32 [channels]. */
export function activate(options: ActivateOptions): Kernel {
  const { shape, storage, activation, bias } = options
  const vectors = vectorCount(shape)
  const count = tensorVectors(shape)
  const rows = rowsAtOnce(rowCount(shape))
  return elementwise({
    label: `activate ${shapeText(shape)} ${storage}`,
    storage,
    buffers: [
      ...activationInputs(options),
      { name: 'y', access: 'readWrite', element: storedVector(storage), count },
    ],
    invocations: count / rows,
    declarations: activationFunctions(activation),
    body: `
  let v = i % ${vectors}u;
  let shift = ${bias ? 'bias[v]' : 'vec4f()'};
  for (var k = 0u; k < ${rows}u; k++) {
    let at = (i / ${vectors}u * ${rows}u + k) * ${vectors}u + v;
    y[at] = ${toStored(storage, `activation(${loaded(storage, 'x[at]')} + shift)`)};
  }`,
  })
}

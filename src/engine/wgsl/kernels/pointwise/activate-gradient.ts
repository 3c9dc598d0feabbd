import type { Kernel } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { activationInputs, type ActivateOptions } from './activate.ts'
import { activationFunctions } from '../../codegen/activation.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { rowsAtOnce } from '../../codegen/rows-at-once.ts'
import { rowCount, shapeText, tensorVectors, vectorCount } from '../../codegen/tensor-shape.ts'

export interface ActivateGradientOptions extends ActivateOptions {
  readonly add: boolean
}

/** dx = dy * activation'(x [+ bias]) [+ add]. x, dy, add and dx [batch, height, width, channels], bias f32 [channels]. */
export function activateGradient(options: ActivateGradientOptions): Kernel {
  const { shape, storage, activation, bias, add } = options
  const vectors = vectorCount(shape)
  const count = tensorVectors(shape)
  const element = storedVector(storage)
  const rows = rowsAtOnce(rowCount(shape))
  const added: readonly BufferDeclaration[] = [{ name: 'add', access: 'read', element, count }]
  const gradient = `${loaded(storage, 'dy[at]')} * activationDerivative(${loaded(storage, 'x[at]')} + shift)`
  return elementwise({
    label: `activateGradient ${shapeText(shape)} ${storage}`,
    storage,
    buffers: [
      ...activationInputs(options),
      { name: 'dy', access: 'read', element, count },
      ...(add ? added : []),
      { name: 'dx', access: 'readWrite', element, count },
    ],
    invocations: count / rows,
    declarations: activationFunctions(activation),
    body: `
  let v = i % ${vectors}u;
  let shift = ${bias ? 'bias[v]' : 'vec4f()'};
  for (var k = 0u; k < ${rows}u; k++) {
    let at = (i / ${vectors}u * ${rows}u + k) * ${vectors}u + v;
    dx[at] = ${toStored(storage, gradient + (add ? ` + ${loaded(storage, 'add[at]')}` : ''))};
  }`,
  })
}

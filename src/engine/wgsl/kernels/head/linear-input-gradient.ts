import type { Kernel } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import type { LinearOptions } from './linear-forward.ts'

export interface LinearInputGradientOptions extends LinearOptions {
  readonly add: boolean
}

/**
 * dx[n][i] = sum over o of dlogits[n][o] w[i][o] [+ add[n][i]]. dlogits [batch, out] and w [in, out] in f32,
 * dx and add [batch, in] as stored.
 */
export function linearInputGradient(options: LinearInputGradientOptions): Kernel {
  const { batch, out, storage, add } = options
  const inputs = options.in / 4
  const outputs = out / 4
  const element = storedVector(storage)
  const count = batch * inputs
  const added: readonly BufferDeclaration[] = [{ name: 'add', access: 'read', element, count }]
  return elementwise({
    label: `linearInputGradient ${batch}x${options.in}x${out} ${storage}`,
    storage,
    buffers: [
      { name: 'dlogits', access: 'read', element: 'vec4f', count: batch * outputs },
      { name: 'w', access: 'read', element: 'vec4f', count: options.in * outputs },
      ...(add ? added : []),
      { name: 'dx', access: 'readWrite', element, count },
    ],
    invocations: count,
    body: `
  let image = i / ${inputs}u;
  let row = i % ${inputs}u * ${4 * outputs}u;
  var sum = vec4f();
  for (var o = 0u; o < ${outputs}u; o++) {
    let d = dlogits[image * ${outputs}u + o];
    let at = row + o;
    sum += vec4f(dot(d, w[at]), dot(d, w[at + ${outputs}u]), dot(d, w[at + ${2 * outputs}u]), dot(d, w[at + ${3 * outputs}u]));
  }
  dx[i] = ${toStored(storage, add ? `sum + ${loaded(storage, 'add[i]')}` : 'sum')};`,
    flops: 2 * batch * options.in * out,
  })
}

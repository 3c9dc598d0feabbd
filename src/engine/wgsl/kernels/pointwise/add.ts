import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'

export interface AddOptions {
  /** A multiple of 4. */
  readonly elements: number
  readonly storage: StorageType
}

/** y = a + b, of any one shape. */
export function add({ elements, storage }: AddOptions): Kernel {
  const element = storedVector(storage)
  const count = elements / 4
  return elementwise({
    label: `add ${elements} ${storage}`,
    storage,
    buffers: [
      { name: 'a', access: 'read', element, count },
      { name: 'b', access: 'read', element, count },
      { name: 'y', access: 'readWrite', element, count },
    ],
    invocations: count,
    body: `
  y[i] = ${toStored(storage, `${loaded(storage, 'a[i]')} + ${loaded(storage, 'b[i]')}`)};`,
  })
}

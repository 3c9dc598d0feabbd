import { IMAGE_BYTES, IMAGE_SIDE } from '../../../../data/records.ts'
import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { storedVector, toStored } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'

const PIXELS = IMAGE_SIDE * IMAGE_SIDE

/**
 * Reads a training batch that was made on the CPU: images[n][y][x] = (made[n][y][x], 0), truth[n] = madeTruth[n].
 * made f32 [batch, 32, 32, 3], images [batch, 32, 32, 4], truth and madeTruth u32 [batch], as `packTruth` packs it.
 */
export function takeBatch({
  batch,
  storage,
}: {
  readonly batch: number
  readonly storage: StorageType
}): Kernel {
  return elementwise({
    label: `takeBatch ${batch} ${storage}`,
    storage,
    buffers: [
      { name: 'made', access: 'read', element: 'f32', count: batch * IMAGE_BYTES },
      { name: 'madeTruth', access: 'read', element: 'u32', count: batch },
      { name: 'truth', access: 'readWrite', element: 'u32', count: batch },
      {
        name: 'images',
        access: 'readWrite',
        element: storedVector(storage),
        count: batch * PIXELS,
      },
    ],
    invocations: batch * PIXELS,
    body: `
  if (i < ${batch}u) { truth[i] = madeTruth[i]; }
  images[i] = ${toStored(storage, 'vec4f(made[3u * i], made[3u * i + 1u], made[3u * i + 2u], 0)')};`,
  })
}

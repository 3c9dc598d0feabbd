import { beforeAll, expect, it } from 'vitest'
import { IMAGE_BYTES } from '../../../data/records.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, normalTensor } from '../test-tensors.ts'
import { takeBatch } from './take-batch.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

it.each(['f32', 'f16'] as const)(
  'takes images and their truth as they are, in %s',
  async (storage) => {
    const made = normalTensor('made', 2 * IMAGE_BYTES)
    const madeTruth = Uint32Array.of(0x0009_0302, 7)
    const { images, truth } = await runKernel(device, takeBatch({ batch: 2, storage }), {
      made,
      madeTruth,
    })
    expect(new Uint32Array(truth)).toEqual(madeTruth)
    const padded = Float32Array.from({ length: (4 * made.length) / 3 }, (_, i) =>
      i % 4 === 3 ? 0 : made[3 * Math.floor(i / 4) + (i % 4)],
    )
    expect([...decode(images, storage)]).toEqual([...asStored(padded, storage)])
  },
)

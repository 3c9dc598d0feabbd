import { IMAGE_BYTES, IMAGE_SIDE } from '../../../data/records.ts'
import { encodeDispatches } from '../runtime/bound-dispatches.ts'
import type { EvaluationOptions } from '../runtime/evaluation.ts'
import { halfValue } from '../../../model/half.ts'
import type { StorageType } from '../codegen/kernel.ts'
import { Readback } from '../runtime/readback/readback.ts'

const PIXELS = IMAGE_SIDE * IMAGE_SIDE
const CHANNELS = 3
/** The images' fourth channel is 0. */
const STORED_CHANNELS = 4

/**
 * Gathers the first `count` images of some draws as a training step does, after all work enqueued so far, and reads
 * them back, [count, 32, 32, 3]. `before` runs right before each submit, and puts the draws in their buffer.
 */
export async function gatherPreview(
  { device, pool, queue, scalars, executable }: EvaluationOptions,
  count: number,
  before: () => void,
): Promise<Float32Array> {
  const { spec, microBatches, storage } = executable.plan.request
  const batch = spec.batchSize / microBatches
  const { lowCount } = executable.split('train')
  const { dispatch, images } = executable.gathering()
  const bytes = batch * PIXELS * STORED_CHANNELS * (storage === 'f16' ? 2 : 4)
  const reads: Promise<Readback>[] = []
  for (let first = 0; first < count; first += batch) {
    const run = () => {
      before()
      scalars.setPosition({ first, lowCount, count: 0, augmentation: 0 })
      scalars.write(device.queue, executable.persistent.scalars)
      const encoder = device.createCommandEncoder({ label: 'preview' })
      encodeDispatches(encoder, [dispatch])
      device.queue.submit([encoder.finish()])
      return new Readback(device, pool, [{ buffer: images, bytes }])
    }
    const { weight } = dispatch
    const read = new Promise<Readback>((resolve, reject) => {
      const settle = () => {
        try {
          resolve(run())
        } catch (error) {
          reject(error)
        }
      }
      queue.enqueue({ weight, run: settle })
    })
    reads.push(read)
  }
  const pixels = new Float32Array(count * IMAGE_BYTES)
  for (const [i, read] of reads.entries()) {
    const [stored] = await (await read).floats()
    const values = storedValues(stored, storage)
    const known = Math.min(batch, count - i * batch) * PIXELS
    for (let pixel = 0; pixel < known; pixel++) {
      const at = (i * batch * PIXELS + pixel) * CHANNELS
      for (let c = 0; c < CHANNELS; c++) pixels[at + c] = values[STORED_CHANNELS * pixel + c]
    }
  }
  return pixels
}

const storedValues = (stored: Float32Array<ArrayBuffer>, storage: StorageType): Float32Array =>
  storage === 'f16' ? Float32Array.from(new Uint16Array(stored.buffer), halfValue) : stored

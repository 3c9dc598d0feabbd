import { IMAGE_BYTES } from '../../../../data/records.ts'
import { normalisedBytes } from '../../../batch/augment.ts'
import type { BufferPool } from './buffers.ts'
import { METRIC_ENTRIES } from '../../plan/metric-entries.ts'
import type { Plan } from '../../plan/plan.ts'
import { blockRows } from '../../plan/parameter-layout.ts'
import { SCALARS } from '../../plan/scalar-offsets.ts'

/** The buffers of one network that outlive its steps, except its data set's. */
export interface PersistentBuffers {
  readonly weights: GPUBuffer
  readonly weights16: GPUBuffer | null
  readonly gradients: GPUBuffer
  readonly velocity: GPUBuffer
  readonly average: GPUBuffer | null
  readonly blocks: GPUBuffer
  readonly values: GPUBuffer
  /** A batch made on the CPU, if the engine is built for those. */
  readonly made: { readonly images: GPUBuffer; readonly truth: GPUBuffer } | null
  readonly scalars: GPUBuffer
  readonly metrics: GPUBuffer
}

/** Creates a plan's memory slots and persistent buffers, all zeros. */
export function createPersistentBuffers(device: GPUDevice, pool: BufferPool, plan: Plan) {
  const { layout, request } = plan
  const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  const create = (name: string, bytes: number) => pool.create(name, bytes, storage)
  const rows = blockRows(layout)
  const batch = request.spec.batchSize / request.microBatches
  const values = normalisedBytes(request.spec.normalisation)
  const persistent: PersistentBuffers = {
    weights: create('weights', 4 * layout.elements),
    weights16: request.storage === 'f16' ? create('weights16', 2 * layout.elements) : null,
    gradients: create('gradients', 4 * layout.updated),
    velocity: create('velocity', 4 * layout.updated),
    average: request.spec.averaging === 'none' ? null : create('average', 4 * layout.elements),
    blocks: create('blocks', rows.byteLength),
    values: create('values', values.byteLength),
    made:
      request.spec.batches === 'made'
        ? {
            images: create('made', 4 * IMAGE_BYTES * batch),
            truth: create('made truth', 4 * batch),
          }
        : null,
    scalars: pool.create(
      'scalars',
      SCALARS.bytes,
      GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    ),
    metrics: create('metrics', METRIC_ENTRIES * 16),
  }
  device.queue.writeBuffer(persistent.blocks, 0, rows)
  device.queue.writeBuffer(persistent.values, 0, values)
  const slots = plan.slots.map((bytes, i) => create(`slot ${i}`, bytes))
  return { persistent, slots }
}

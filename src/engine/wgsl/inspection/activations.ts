import { IMAGE_SIDE } from '../../../data/records.ts'
import { INPUT_SHAPE } from '../../../model/layers.ts'
import { walkLayers } from '../../../model/shapes.ts'
import { describeActivations, type LayerActivations } from '../../inspection/activations.ts'
import type { BatchSpec } from '../../engine.ts'
import type { FailureWatch } from '../../failure.ts'
import { encodeDispatches } from '../runtime/bound-dispatches.ts'
import type { BufferPool } from '../runtime/buffers/buffers.ts'
import type { Executable } from '../runtime/executable.ts'
import { halfValue } from '../../../model/half.ts'
import { paddedChannels } from '../codegen/parameter-rows.ts'
import type { Plan } from '../plan/plan.ts'
import type { Dispatch } from '../plan/program.ts'
import { Readback } from '../runtime/readback/readback.ts'
import type { Scalars } from '../runtime/buffers/scalars.ts'
import { writeMadeMicroBatch } from '../runtime/step-work.ts'

export interface ActivationsOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly failure: FailureWatch
  readonly executable: Executable
  readonly scalars: Scalars
}

/** Images whose activations are read back. */
const IMAGES = 64

/**
 * Runs the forward pass of a step's first micro-batch, dispatch by dispatch, and describes what each layer computes from its
 * first images, before the memory is used again. The draws must be in their buffer, and the GPU idle.
 */
export async function readActivations(
  options: ActivationsOptions,
  { first, made, side = IMAGE_SIDE }: Pick<BatchSpec, 'first' | 'made' | 'side'>,
): Promise<LayerActivations[]> {
  const { device, pool, failure, executable, scalars } = options
  const { plan, persistent } = executable
  const { spec, microBatches, storage } = plan.request
  const batch = spec.batchSize / microBatches
  const images = Math.min(IMAGES, batch)
  const { lowCount } = executable.split('train')
  scalars.setPosition({ first, lowCount, count: 0, augmentation: 0 })
  scalars.write(device.queue, persistent.scalars)
  writeMadeMicroBatch(device, executable, made, 0)

  const channels = channelsByLayer(plan)
  const bound = executable.training(new Set(), side)
  const program = plan.training.find((training) => training.side === side)
  const layers: LayerActivations[] = []
  for (const [i, dispatch] of program?.dispatches.entries() ?? []) {
    if (dispatch.phase !== 'forward') break
    const encoder = device.createCommandEncoder({ label: 'activations' })
    encodeDispatches(encoder, [bound[i]])
    device.queue.submit([encoder.finish()])
    const point = pointOf(dispatch)
    const output = outputOf(dispatch)
    const count = channels.get(dispatch.layer)
    if (point === null || output === null || count === undefined) continue
    const bytes = (output.bytes / batch) * images
    const buffer = executable.slot(output.tensor)
    const readback = new Readback(device, pool, [{ buffer, bytes }])
    const [stored] = await failure.race(readback.bytes())
    const values =
      storage === 'f16'
        ? Float32Array.from(new Uint16Array(stored), halfValue)
        : new Float32Array(stored)
    const described = describeActivations(values, count, paddedChannels(count))
    layers.push({ layer: dispatch.layer, point, ...described })
  }
  return layers
}

/**
 * Which activations a kernel computes, by the kernel name that its label starts with; null for intermediate results.
 */
const POINTS: Readonly<Record<string, LayerActivations['point']>> = {
  convForward: 'convolution',
  normActivate: 'activation',
  activate: 'activation',
}

const pointOf = ({ kernel }: Dispatch): LayerActivations['point'] | null =>
  POINTS[kernel.label.split(' ')[0]] ?? null

function outputOf({ kernel, refs }: Dispatch) {
  const binding = kernel.bindings.findIndex(({ name }) => name === 'y')
  const ref = refs[binding]
  if (ref?.kind !== 'tensor') return null
  return { tensor: ref.tensor, bytes: kernel.bindings[binding].bytes }
}

/** Output channels of named layers. */
function channelsByLayer({ request }: Plan): ReadonlyMap<string, number> {
  const channels = new Map<string, number>()
  walkLayers(request.spec.layers, INPUT_SHAPE, (layer, _input, output) => {
    if (layer.kind === 'conv' || layer.kind === 'batchNorm') {
      channels.set(layer.name, output.channels)
    }
  })
  return channels
}

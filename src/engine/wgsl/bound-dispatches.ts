import type { PipelineCache } from './pipelines.ts'
import { kernelWeight, type Dispatch, type Place, type ResidentName } from './programme.ts'

/** A dispatch ready to be encoded. */
export interface BoundDispatch {
  readonly pipeline: GPUComputePipeline
  readonly group: GPUBindGroup
  readonly workgroups: readonly [number, number, number]
  /** See `kernelWeight`. */
  readonly weight: number
}

export interface BindingBuffers {
  readonly slots: readonly GPUBuffer[]
  /** The slot of each tensor. */
  readonly slotOf: readonly number[]
  readonly residents: Readonly<Partial<Record<ResidentName, GPUBuffer>>>
}

/** Buffers sized by the data set, not by the kernels that read them: bound whole. */
const WHOLE: ReadonlySet<ResidentName> = new Set([
  'low',
  'high',
  'labels',
  'choices',
  'selection',
  'logitSums',
])

/** Builds the bind groups of dispatches, once, so that a step only encodes. */
export function bindDispatches(
  device: GPUDevice,
  pipelines: PipelineCache,
  dispatches: readonly Dispatch[],
  buffers: BindingBuffers,
): BoundDispatch[] {
  return dispatches.map(({ kernel, places }) => {
    const group = device.createBindGroup({
      label: kernel.label,
      layout: pipelines.layout(kernel),
      entries: places.map((place, binding) => ({
        binding,
        resource: bufferBinding(place, 4 * Math.ceil(kernel.bindings[binding].bytes / 4), buffers),
      })),
    })
    const { workgroups } = kernel
    return { pipeline: pipelines.pipeline(kernel), group, workgroups, weight: kernelWeight(kernel) }
  })
}

function bufferBinding(place: Place, size: number, buffers: BindingBuffers): GPUBufferBinding {
  if (place.kind === 'tensor') return { buffer: buffers.slots[buffers.slotOf[place.tensor]], size }
  const buffer = buffers.residents[place.buffer]
  if (buffer === undefined) throw new Error(`There is no buffer "${place.buffer}" to bind yet.`)
  return WHOLE.has(place.buffer) ? { buffer } : { buffer, offset: place.offset, size }
}

export const totalWeight = (dispatches: readonly BoundDispatch[]): number =>
  dispatches.reduce((sum, { weight }) => sum + weight, 0)

/** Encodes dispatches into one compute pass. */
export function encodeDispatches(
  encoder: GPUCommandEncoder,
  dispatches: readonly BoundDispatch[],
): void {
  const pass = encoder.beginComputePass()
  for (const { pipeline, group, workgroups } of dispatches) {
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2])
  }
  pass.end()
}

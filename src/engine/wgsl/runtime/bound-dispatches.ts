import type { PipelineCache } from './pipelines.ts'
import {
  kernelWeight,
  type Dispatch,
  type BufferRef,
  type PersistentName,
} from '../plan/program.ts'

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
  readonly persistent: Readonly<Partial<Record<PersistentName, GPUBuffer>>>
}

/** Buffers sized by the data set, not by the kernels that read them: bound whole. */
const WHOLE: ReadonlySet<PersistentName> = new Set([
  'low',
  'high',
  'labels',
  'draws',
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
  return dispatches.map(({ kernel, refs }) => {
    const group = device.createBindGroup({
      label: kernel.label,
      layout: pipelines.layout(kernel),
      entries: refs.map((ref, binding) => ({
        binding,
        resource: bufferBinding(ref, 4 * Math.ceil(kernel.bindings[binding].bytes / 4), buffers),
      })),
    })
    const { workgroups } = kernel
    return { pipeline: pipelines.pipeline(kernel), group, workgroups, weight: kernelWeight(kernel) }
  })
}

function bufferBinding(ref: BufferRef, size: number, buffers: BindingBuffers): GPUBufferBinding {
  if (ref.kind === 'tensor') return { buffer: buffers.slots[buffers.slotOf[ref.tensor]], size }
  const buffer = buffers.persistent[ref.buffer]
  if (buffer === undefined) throw new Error(`There is no buffer "${ref.buffer}" to bind yet.`)
  return WHOLE.has(ref.buffer) ? { buffer } : { buffer, offset: ref.offset, size }
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

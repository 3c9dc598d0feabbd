import type { OpenDevice } from '../../src/engine/device/device.ts'
import { BufferPool } from '../../src/engine/wgsl/runtime/buffers/buffers.ts'
import { convKernel, type ConvTask } from '../../src/engine/wgsl/kernels/conv/conv-task.ts'
import { convSplits, convTiles, tileText } from '../../src/engine/wgsl/kernels/conv/conv-tiles.ts'
import { sumSplits } from '../../src/engine/wgsl/kernels/conv/sum-splits.ts'
import { deviceProfile } from '../../src/engine/wgsl/plan/limits.ts'
import { PipelineCache } from '../../src/engine/wgsl/runtime/pipelines.ts'
import { noise, type ConvContender, type Operation } from './operation.ts'

/** Our kernels with each tile that suits the operation, the default tile first. */
export async function tileContenders(
  opened: OpenDevice,
  { kind, shape }: Operation,
): Promise<ConvContender[]> {
  const { device } = opened
  const profile = deviceProfile(opened)
  const common = { shape, storage: 'f32', pool: false } as const
  const task: ConvTask =
    kind === 'forward'
      ? { kind, ...common, groups: null }
      : kind === 'inputGradient'
        ? { kind, ...common, add: false }
        : { kind, ...common }
  const pipelines = new PipelineCache(device)
  const contenders: ConvContender[] = []
  for (const tile of convTiles(task, profile)) {
    const kernel = convKernel(task, tile, profile)
    const splits = kind === 'weightGradient' ? convSplits(shape, false, tile, profile) : 1
    const size = shape.kernel ** 2 * shape.in * shape.out
    const sum = sumSplits({ elements: size, splits, scale: 1, accumulate: false })
    const kernels = splits > 1 ? [kernel, sum] : [kernel]
    await pipelines.compile(kernels)
    const pool = new BufferPool(device)
    const buffers = new Map<string, GPUBuffer>()
    const bufferOf = (name: string, bytes: number, access: string): GPUBuffer => {
      const known = buffers.get(name)
      if (known) return known
      const buffer = pool.create(name, bytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST)
      if (access === 'read') device.queue.writeBuffer(buffer, 0, noise(name, bytes / 4))
      buffers.set(name, buffer)
      return buffer
    }
    const bound = kernels.map((k) => ({
      pipeline: pipelines.pipeline(k),
      workgroups: k.workgroups,
      group: device.createBindGroup({
        layout: pipelines.layout(k),
        entries: k.bindings.map(({ name, bytes, access }, binding) => ({
          binding,
          resource: { buffer: bufferOf(name, bytes, access) },
        })),
      }),
    }))
    contenders.push({
      engine: 'wgsl',
      variant: tileText(tile),
      device,
      step() {
        const encoder = device.createCommandEncoder()
        const computePass = encoder.beginComputePass()
        for (const { pipeline, group, workgroups } of bound) {
          computePass.setPipeline(pipeline)
          computePass.setBindGroup(0, group)
          computePass.dispatchWorkgroups(...workgroups)
        }
        computePass.end()
        device.queue.submit([encoder.finish()])
      },
      dispose: () => pool.destroyAll(),
    })
  }
  return contenders
}

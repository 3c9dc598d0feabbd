import type { Recipe } from '../../../recipe/recipe.ts'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import type { OpenDevice } from '../../device/device.ts'
import { FailureWatch } from '../../failure.ts'
import { BufferPool } from '../runtime/buffers/buffers.ts'
import type { StorageType } from '../codegen/kernel.ts'
import { tileFor } from '../kernels/conv/conv-task.ts'
import { deviceProfile } from '../plan/limits.ts'
import { PipelineCache } from '../runtime/pipelines.ts'
import { createPlan } from '../plan/plan.ts'
import { deviceWith } from './run.ts'
import { wrongKernels } from '../verify/verify-tiles.ts'

/** Verifies every convolution of a network: the kinds, the wrong ones, and buffers not freed. */
export async function checkConvolutions(opened: OpenDevice, recipe: Recipe, storage: StorageType) {
  const { device } = opened
  const spec = engineSpec({ ...recipe, normalisation: 'published' })
  const profile = deviceProfile(opened)
  const { convolutions } = createPlan({ spec, storage, microBatches: 1, profile })
  const pool = new BufferPool(device)
  const failure = new FailureWatch(opened)
  const pipelines = new PipelineCache(device)
  const tasks = convolutions.map((task) => ({ task, tile: tileFor(task, new Map(), profile) }))
  const wrong = await wrongKernels({ device, failure, pipelines, pool, profile, seed: 4 }, tasks)
  return {
    kinds: convolutions.map(({ kind }) => kind),
    wrong: wrong.map(({ task }) => task.kind),
    buffersLeft: pool.count,
  }
}

/** A device that miscompiles some kernels, by changing their code. */
export function miscompiling(
  opened: OpenDevice,
  change: (label: string, code: string) => string,
): OpenDevice {
  const { device } = opened
  const createShaderModule: GPUDevice['createShaderModule'] = (descriptor) =>
    device.createShaderModule({
      ...descriptor,
      code: change(descriptor.label ?? '', descriptor.code),
    })
  return { ...opened, device: deviceWith(device, { createShaderModule }) }
}

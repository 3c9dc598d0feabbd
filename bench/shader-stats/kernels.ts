import type { Kernel, StorageType } from '../../src/engine/wgsl/codegen/kernel.ts'
import { computedPixels } from '../../src/engine/wgsl/kernels/conv/conv-shape.ts'
import {
  convKernel,
  taskKey,
  tileFor,
  type ConvTask,
} from '../../src/engine/wgsl/kernels/conv/conv-task.ts'
import {
  convSplits,
  convTiles,
  tileText,
  type ConvTile,
} from '../../src/engine/wgsl/kernels/conv/conv-tiles.ts'
import { matrixTiles } from '../../src/engine/wgsl/kernels/conv/matrix/conv-matrix-tiles.ts'
import { DEVICE_PROFILES, type DeviceProfile } from '../../src/engine/wgsl/plan/limits.ts'
import { fittingPlan } from '../../src/engine/wgsl/plan/micro-batches.ts'
import type { Plan } from '../../src/engine/wgsl/plan/plan.ts'
import { presetNamed, type PresetName } from '../../src/recipe/presets.ts'
import { engineSpec } from '../../src/trainer/schedule/prepare.ts'
import type { PretendedGpu } from './gpus.ts'

/** The multiplications of a thread of a workgroup tile, which determine how often its loops run. */
export interface TileWork {
  /** Multiply-adds of one thread, including those past the edge of the result. */
  readonly multiplyAdds: number
  /** Iterations of the loop around the hot one. */
  readonly turns: number
}

/** A kernel of a training step. */
export interface StepKernel {
  readonly kernel: Kernel
  /** The layer or other part of the network that it belongs to. */
  readonly layer: string
  /** Number of times that a step runs it. */
  readonly times: number
  /** Null unless it is a convolution with a workgroup tile. */
  readonly work: TileWork | null
  /** The subgroup size that its code requests; null to let the driver choose. */
  readonly subgroup: number | null
}

export interface KernelQuery {
  readonly recipe: PresetName
  readonly precision: StorageType
  /** Null for the recipe's. */
  readonly batchSize: number | null
  readonly width: number
}

const PROFILE = DEVICE_PROFILES.desktop

/** The distinct kernels of a step on a desktop GPU, before tuning. */
export function stepKernels(query: KernelQuery): StepKernel[] {
  const plan = planOf(query)
  const works = new Map(
    plan.convolutions.map((task) => {
      const tile = tileFor(task, new Map(), PROFILE)
      return [convKernel(task, tile, PROFILE).code, tileWork(task, tile)]
    }),
  )
  const { microBatches } = plan.request
  const dispatches = [
    ...plan.training[0].dispatches.map((dispatch) => ({ dispatch, times: microBatches })),
    ...[...plan.update, ...plan.average].map((dispatch) => ({ dispatch, times: 1 })),
  ]
  const byCode = new Map<
    string,
    { readonly kernel: Kernel; readonly layer: string; times: number }
  >()
  for (const { dispatch, times } of dispatches) {
    const { kernel, layer } = dispatch
    const known = byCode.get(kernel.code)
    if (known) known.times += times
    else byCode.set(kernel.code, { kernel, layer, times })
  }
  return [...byCode.values()].map((found) => ({
    ...found,
    work: works.get(found.kernel.code) ?? null,
    subgroup: null,
  }))
}

/** Every tile that the tuner would time for a step's convolutions on a GPU. */
export const candidateKernels = (query: KernelQuery, gpu: PretendedGpu): StepKernel[] =>
  kernelsOfTiles(query, gpu, convTiles)

/** A step's convolutions with the first tile of the GPU's subgroup matrices. */
export const matrixKernels = (query: KernelQuery, gpu: PretendedGpu): StepKernel[] =>
  kernelsOfTiles(query, gpu, ({ storage }, { matrices }) =>
    matrices && storage === 'f16' ? matrixTiles(matrices).slice(0, 1) : [],
  )

function kernelsOfTiles(
  query: KernelQuery,
  gpu: PretendedGpu,
  tilesOf: (task: ConvTask, profile: DeviceProfile) => readonly ConvTile[],
): StepKernel[] {
  // Dawn uses subgroups of 64 on RDNA; GCN has no others.
  const otherSubgroup = gpu.family === 'rdna' ? 32 : null
  const profile = { ...PROFILE, otherSubgroup, matrices: gpu.matrices }
  const { convolutions } = planOf(query)
  const tasks = new Map(convolutions.map((task) => [taskKey(task), task]))
  return [...tasks].flatMap(([layer, task]) =>
    tilesOf(task, profile).map((tile) => ({
      kernel: convKernel(task, tile, profile),
      layer,
      times: 1,
      work: tileWork(task, tile),
      subgroup: requestedSubgroup(tile),
    })),
  )
}

function requestedSubgroup(tile: ConvTile): number | null {
  if (tile.kind === 'matrix') return tile.units.requested ? tile.units.lanes : null
  return tile.kind === 'workgroup' ? tile.subgroup : null
}

function planOf({ recipe: name, precision, batchSize, width }: KernelQuery): Plan {
  const { recipe } = presetNamed(name)
  const spec = engineSpec({
    ...recipe,
    batchSize: batchSize ?? recipe.batchSize,
    network: { ...recipe.network, width },
    normalisation: 'published',
  })
  return fittingPlan({ spec, storage: precision, profile: PROFILE })
}

function tileWork(task: ConvTask, tile: ConvTile): TileWork {
  if (tile.kind === 'register') throw new RangeError(`${tileText(tile)} is not a tile for GPUs.`)
  const turns = Math.ceil(depthOf(task, tile) / tile.depth)
  return { turns, multiplyAdds: turns * tile.depth * tile.threadRows * tile.threadColumns }
}

/** The number of products that are summed for one element of the result, or of one part of a split sum. */
function depthOf({ kind, shape, pool }: ConvTask, tile: ConvTile): number {
  switch (kind) {
    case 'forward':
      return shape.kernel ** 2 * shape.in
    case 'inputGradient':
      return shape.kernel ** 2 * shape.out
    case 'weightGradient':
      return Math.ceil(computedPixels(shape, pool) / convSplits(shape, pool, tile, PROFILE))
  }
}

import { MATRIX_FEATURE, type OpenDevice } from '../../device/device.ts'
import { MATRIX_TILE_BYTES, type MatrixUnits } from '../kernels/conv/matrix/conv-matrix-tiles.ts'

/** Dawn's description of a product that its subgroup matrices compute; @webgpu/types lacks it. */
interface MatrixConfig {
  readonly componentType: string
  readonly resultComponentType: string
  readonly M: number
  readonly N: number
  readonly K: number
}

type Probed = Pick<OpenDevice, 'adapterInfo'> & {
  readonly device: Pick<GPUDevice, 'features'> & {
    readonly limits: Pick<GPUSupportedLimits, 'maxComputeWorkgroupStorageSize'>
  }
}

/**
 * The subgroup matrices of a device that our tiles can use; null for none. The subgroup's size must be known: the only
 * one, or one that can be requested. Of those, it is the largest, since Dawn wants workgroups of whole largest subgroups.
 */
export function matrixUnits({ device, adapterInfo }: Probed): MatrixUnits | null {
  const { features, limits } = device
  const needed = [MATRIX_FEATURE, 'shader-f16', 'subgroups']
  if (!needed.every((name) => features.has(name))) return null
  if (limits.maxComputeWorkgroupStorageSize < MATRIX_TILE_BYTES) return null
  const { subgroupMinSize, subgroupMaxSize: lanes } = adapterInfo
  const requested = subgroupMinSize < lanes
  if (requested && !features.has('subgroup-size-control')) return null
  const block = ([16, 8] as const).find((side) =>
    configsOf(adapterInfo).some(
      ({ componentType, resultComponentType, M, N, K }) =>
        componentType === 'f16' &&
        resultComponentType === 'f32' &&
        [M, N, K].every((length) => length === side),
    ),
  )
  return block === undefined ? null : { block, lanes, requested }
}

const configsOf = (info: GPUAdapterInfo & { subgroupMatrixConfigs?: Iterable<MatrixConfig> }) => [
  ...(info.subgroupMatrixConfigs ?? []),
]

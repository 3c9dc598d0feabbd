import type { MatrixUnits } from '../../src/engine/wgsl/kernels/conv/matrix/conv-matrix-tiles.ts'

/** An AMD GPU that Mesa's no-op shim can simulate, and the published figures of one product with it. */
export interface PretendedGpu {
  /** The shim's name for it. */
  readonly id: string
  readonly product: string
  /** A vector unit runs 64 lanes in four cycles on GCN, and 32 lanes in one cycle on RDNA. */
  readonly family: 'gcn' | 'rdna'
  readonly computeUnits: number
  readonly vectorUnitsPerCu: 2 | 4
  /** Lanes that a vector unit computes per cycle. */
  readonly lanes: 16 | 32
  /** Multiply-adds that a vector unit can issue per cycle: twice the lanes on RDNA3, which can pair instructions. */
  readonly multiplyAdds: 16 | 32 | 64
  readonly gigahertz: number
  /** Of memory. */
  readonly gigabytesPerSecond: number
  /** As Dawn reports them; null for none. */
  readonly matrices: MatrixUnits | null
}

export const PRETENDED_GPUS = {
  navi31: {
    id: 'navi31',
    product: 'RX 7900 XTX',
    family: 'rdna',
    computeUnits: 96,
    vectorUnitsPerCu: 2,
    lanes: 32,
    multiplyAdds: 64,
    gigahertz: 2.5,
    gigabytesPerSecond: 960,
    matrices: { block: 16, lanes: 64, requested: true },
  },
  navi21: {
    id: 'navi21',
    product: 'RX 6900 XT',
    family: 'rdna',
    computeUnits: 80,
    vectorUnitsPerCu: 2,
    lanes: 32,
    multiplyAdds: 32,
    gigahertz: 2.25,
    gigabytesPerSecond: 512,
    matrices: null,
  },
  navi10: {
    id: 'navi10',
    product: 'RX 5700 XT',
    family: 'rdna',
    computeUnits: 40,
    vectorUnitsPerCu: 2,
    lanes: 32,
    multiplyAdds: 32,
    gigahertz: 1.905,
    gigabytesPerSecond: 448,
    matrices: null,
  },
  vega10: {
    id: 'vega10',
    product: 'RX Vega 64',
    family: 'gcn',
    computeUnits: 64,
    vectorUnitsPerCu: 4,
    lanes: 16,
    multiplyAdds: 16,
    gigahertz: 1.546,
    gigabytesPerSecond: 484,
    matrices: null,
  },
  polaris10: {
    id: 'polaris10',
    product: 'RX 580',
    family: 'gcn',
    computeUnits: 36,
    vectorUnitsPerCu: 4,
    lanes: 16,
    multiplyAdds: 16,
    gigahertz: 1.34,
    gigabytesPerSecond: 256,
    matrices: null,
  },
} as const satisfies Readonly<Record<string, PretendedGpu>>

export type GpuName = keyof typeof PRETENDED_GPUS
export const GPU_NAMES = [
  'navi31',
  'navi21',
  'navi10',
  'vega10',
  'polaris10',
] as const satisfies readonly GpuName[]

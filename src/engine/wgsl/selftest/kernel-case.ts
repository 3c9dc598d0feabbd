import type { Kernel, StorageType } from '../codegen/kernel.ts'
import type { KernelData } from './run-kernel.ts'
import type { CaseRandom } from './tensors.ts'

/** How much of the self-test a software adapter runs: what suits the page, what our tests run each time, or all. */
export type SelfTestScope = 'page' | 'tests' | 'thorough'

/** One kernel on random inputs, with the outputs expected by a plain reference. */
export interface KernelCase {
  /** The function that makes the kernel. */
  readonly kernel: string
  /** The special property of the case. Its name is this with kernel and storage. */
  readonly name: string
  /** `f16` needs a device with shader-f16. */
  readonly storage: StorageType
  /** The smallest subgroup that the kernel can run with; 1 if it uses none. */
  readonly lanes?: number
  /**
   * The smallest scope that runs it on a software adapter, where some kernels take seconds to compile; `page` by
   * default.
   */
  readonly scope?: SelfTestScope
  problem(random: CaseRandom): KernelProblem
}

export interface KernelProblem {
  readonly kernel: Kernel
  readonly inputs: KernelData
  /** Expectations for every buffer that the kernel writes. */
  readonly expected: readonly ExpectedOutput[]
}

export interface ExpectedOutput {
  readonly buffer: string
  readonly values: ArrayLike<number>
  readonly as: StorageType | 'u32'
  /** The largest relative error by norm; 0 for exact values. */
  readonly tolerance: number
  /** What to compare of the buffer's numbers, such as a sum of its parts. */
  readonly select: Select
}

type Select = (numbers: ArrayLike<number>) => ArrayLike<number>

const everything: Select = (numbers) => numbers

const TOLERANCE = {
  f32: 1e-5,
  /** f16 rounding is off by up to 2^-11. */
  f16: 1e-3,
}

/** An output within rounding of a reference that was computed from the inputs as stored. */
export const near = (
  buffer: string,
  values: ArrayLike<number>,
  storage: StorageType = 'f32',
  select: Select = everything,
): ExpectedOutput => ({ buffer, values, as: storage, tolerance: TOLERANCE[storage], select })

/** An output without any rounding. */
export const exact = (
  buffer: string,
  values: ArrayLike<number>,
  as: ExpectedOutput['as'] = 'f32',
  select: Select = everything,
): ExpectedOutput => ({ buffer, values, as, tolerance: 0, select })

export const STORAGES: readonly StorageType[] = ['f32', 'f16']

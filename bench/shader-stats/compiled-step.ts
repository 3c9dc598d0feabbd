import { kernelBound, type Bound } from './bound.ts'
import { compileFor, type CompilerStatistics } from './compile.ts'
import { kernelLoops } from './disassembly.ts'
import type { GpuName } from './gpus.ts'
import { PRETENDED_GPUS } from './gpus.ts'
import type { StepKernel } from './kernels.ts'

/** Lanes of a wave. Dawn requests twice the smallest size from AMD's driver, which is 64 on RDNA and on GCN. */
export type Subgroup = 32 | 64
export const DAWNS_SUBGROUP: Subgroup = 64

/** A kernel compiled for a GPU. */
export interface KernelReport {
  readonly label: string
  readonly layer: string
  readonly times: number
  readonly statistics: CompilerStatistics
  /** Multiply-adds per lane for each vector instruction of the hot loop; null if there is no such loop. */
  readonly hotShare: number | null
  readonly bound: Bound
}

export interface CompiledStep {
  readonly driver: string
  readonly kernels: readonly KernelReport[]
}

/** Compiles kernels for a GPU and summarises each. */
export async function compileStep(
  kernels: readonly StepKernel[],
  name: GpuName,
  subgroup: Subgroup = DAWNS_SUBGROUP,
): Promise<CompiledStep> {
  const gpu = PRETENDED_GPUS[name]
  const { driver, kernels: compiled } = await compileFor(
    gpu,
    kernels.map(({ kernel }) => ({ ...kernel, code: inSubgroups(kernel.code, subgroup) })),
  )
  return {
    driver,
    kernels: kernels.map((found, i) => {
      const { statistics, disassembly } = compiled[i]
      const lanes = found.subgroup ?? subgroup
      const loops = kernelLoops(disassembly, lanes)
      return {
        label: found.kernel.label,
        layer: found.layer,
        times: found.times,
        statistics,
        hotShare: loops.hot === null ? null : loops.hot.multiplyAdds / loops.hot.vector,
        bound: kernelBound(found, loops, gpu, lanes),
      }
    }),
  }
}

/** The code with a requested subgroup size, unless that is Dawn's default. */
function inSubgroups(code: string, subgroup: Subgroup): string {
  if (subgroup === DAWNS_SUBGROUP || code.includes('@subgroup_size')) return code
  const enables = ['subgroups', 'subgroup_size_control']
    .filter((name) => !code.includes(`enable ${name};`))
    .map((name) => `enable ${name};\n`)
  return `${enables.join('')}${code.replace('@compute ', `@compute @subgroup_size(${subgroup}) `)}`
}

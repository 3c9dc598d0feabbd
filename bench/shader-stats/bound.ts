import { MATRIX_MULTIPLY_ADDS, type Counts, type KernelLoops } from './disassembly.ts'
import type { PretendedGpu } from './gpus.ts'
import type { StepKernel } from './kernels.ts'

/** Bytes of workgroup memory that a compute unit can access per cycle. */
const SHARED_BYTES_PER_CYCLE = 128

/** The least time that a kernel can take, in microseconds, and what limits it. */
export interface Bound {
  readonly microseconds: number
  readonly by: 'vector' | 'shared' | 'memory'
  /** The bound if every vector instruction were a multiply-add that counts. */
  readonly roof: number
}

/**
 * Lower bounds for a kernel's time on a GPU: vector instructions, bytes of workgroup memory, and every buffer read or
 * written once, each at the product's published rate. Ignores stalls, bank conflicts and cache misses.
 */
export function kernelBound(
  { kernel, work }: StepKernel,
  loops: KernelLoops,
  gpu: PretendedGpu,
  subgroup: number,
): Bound {
  const groups = kernel.workgroups.reduce((a, b) => a * b)
  const waves = groups * Math.ceil(kernel.invocations / subgroup)
  const lane = laneCounts(kernel.flops / 2 / (groups * kernel.invocations), work, loops)
  const hertz = gpu.gigahertz * 1e9
  // A workgroup runs on a single compute unit, so the busiest one decides.
  const busiest = (Math.ceil(groups / gpu.computeUnits) * gpu.computeUnits) / groups
  const units = gpu.computeUnits * gpu.vectorUnitsPerCu
  const bytes = kernel.bindings.reduce((total, binding) => total + binding.bytes, 0)
  const seconds = {
    vector: (waves * lane.vectorCycles * (subgroup / gpu.lanes) * busiest) / units / hertz,
    shared:
      (waves * subgroup * lane.sharedBytes * busiest) /
      SHARED_BYTES_PER_CYCLE /
      gpu.computeUnits /
      hertz,
    memory: bytes / (gpu.gigabytesPerSecond * 1e9),
  }
  const by = (['vector', 'shared', 'memory'] as const).reduce((worst, name) =>
    seconds[name] > seconds[worst] ? name : worst,
  )
  const multiplyAdds = loops.hot?.matrices ? MATRIX_MULTIPLY_ADDS : gpu.multiplyAdds
  const arithmetic = kernel.flops / 2 / (units * multiplyAdds * hertz)
  return {
    microseconds: seconds[by] * 1e6,
    by,
    roof: Math.max(arithmetic, seconds.memory) * 1e6,
  }
}

/** The work of one lane, from the start of the kernel to its end. */
function laneCounts(
  multiplyAdds: number,
  work: StepKernel['work'],
  { hot, around, rest }: KernelLoops,
): Pick<Counts, 'vectorCycles' | 'sharedBytes'> {
  if (!hot) return rest
  const hotTurns = Math.max(1, (work?.multiplyAdds ?? multiplyAdds) / hot.multiplyAdds)
  const turns = work?.turns ?? 1
  const total = (count: (counts: Counts) => number) =>
    count(hot) * hotTurns + (around ? count(around) * turns : 0) + count(rest)
  return {
    vectorCycles: total(({ vectorCycles }) => vectorCycles),
    sharedBytes: total(({ sharedBytes }) => sharedBytes),
  }
}

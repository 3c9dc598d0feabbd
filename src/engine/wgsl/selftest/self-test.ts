import type { OpenDevice } from '../../device/device.ts'
import { FailureWatch } from '../../failure.ts'
import { deviceProfile } from '../plan/limits.ts'
import { ACTIVATION_CASES } from './cases/activation.ts'
import { BATCH_NORM_CASES } from './cases/batch-norm.ts'
import { CONVOLUTION_CASES, matrixCases } from './cases/convolution.ts'
import { DYNAMICS_CASES } from './cases/dynamics.ts'
import { GATHER_CASES } from './cases/gather.ts'
import { JOIN_CASES } from './cases/join.ts'
import { LARS_CASES } from './cases/lars.ts'
import { LINEAR_CASES } from './cases/linear.ts'
import { LOSS_CASES } from './cases/loss.ts'
import { MUON_CASES } from './cases/muon.ts'
import { OPTIMISER_CASES } from './cases/optimiser.ts'
import { POOL_CASES } from './cases/pool.ts'
import { SCALE_DOWN_CASES } from './cases/scale-down.ts'
import { SUM_CASES } from './cases/sums.ts'
import type { KernelCase, SelfTestScope } from './kernel-case.ts'
import { runCase, type CaseResult } from './run-case.ts'

/** Every kernel against a plain reference, in the order of a training step. */
export const SELF_TEST_CASES: readonly KernelCase[] = [
  ...GATHER_CASES,
  ...SCALE_DOWN_CASES,
  ...CONVOLUTION_CASES,
  ...BATCH_NORM_CASES,
  ...ACTIVATION_CASES,
  ...POOL_CASES,
  ...JOIN_CASES,
  ...LINEAR_CASES,
  ...LOSS_CASES,
  ...SUM_CASES,
  ...OPTIMISER_CASES,
  ...MUON_CASES,
  ...LARS_CASES,
  ...DYNAMICS_CASES,
]

export interface SelfTest {
  /** Cases that it runs. */
  readonly cases: number
  /** Those of them that need subgroup matrices; 0 unless the device was opened with them. */
  readonly matrices: number
  /** Skipped cases: f16 without shader-f16, tiles that need larger subgroups, slow cases on a software adapter. */
  readonly skipped: { readonly f16: number; readonly subgroups: number; readonly slow: number }
  /** Runs the cases and reports their results in order. Rejects if the device fails outside of them. */
  run(options: SelfTestOptions): Promise<void>
}

export interface SelfTestOptions {
  readonly seed: number
  readonly onResult: (result: CaseResult) => void
  /** Ends the test; no more results are reported. */
  readonly signal: AbortSignal
}

const SCOPES: readonly SelfTestScope[] = ['page', 'tests', 'thorough']

/** Whether a software adapter runs a case in this scope. */
export const isInScope = ({ scope = 'page' }: KernelCase, limit: SelfTestScope): boolean =>
  SCOPES.indexOf(scope) <= SCOPES.indexOf(limit)

/** The self-test of a device: all that it can run on a GPU, what is in the scope on a software adapter. */
export function createSelfTest(opened: OpenDevice, scope: SelfTestScope): SelfTest {
  const { subgroupLanes, matrices } = deviceProfile(opened)
  const ofMatrices = matrices ? matrixCases(matrices) : []
  const hasF16 = opened.device.features.has('shader-f16')
  const skipped = { f16: 0, subgroups: 0, slow: 0 }
  const cases = [...SELF_TEST_CASES, ...ofMatrices].filter((kernelCase) => {
    const { storage, lanes = 1 } = kernelCase
    if (storage === 'f16' && !hasF16) skipped.f16++
    else if (lanes > subgroupLanes) skipped.subgroups++
    else if (opened.adapter.software && !isInScope(kernelCase, scope)) skipped.slow++
    else return true
    return false
  })
  return {
    cases: cases.length,
    matrices: cases.filter((each) => ofMatrices.includes(each)).length,
    skipped,
    async run({ seed, onResult, signal }) {
      const failure = new FailureWatch(opened)
      try {
        for await (const result of inOrder(cases, (one) => runCase(opened.device, one, seed))) {
          failure.check()
          if (signal.aborted) return
          onResult(result)
        }
      } finally {
        failure.stop()
      }
    },
  }
}

/** Concurrent cases: drivers compile a kernel on one CPU core. */
const AT_ONCE = 4

async function* inOrder(
  cases: readonly KernelCase[],
  run: (kernelCase: KernelCase) => Promise<CaseResult>,
): AsyncGenerator<CaseResult> {
  const running: Promise<CaseResult>[] = []
  try {
    for (const kernelCase of cases) {
      running.push(run(kernelCase))
      if (running.length < AT_ONCE) continue
      const [first] = running.splice(0, 1)
      yield await first
    }
    for (const rest of running) yield await rest
  } finally {
    // If the test ends early, the GPU is free only after these.
    await Promise.all(running)
  }
}

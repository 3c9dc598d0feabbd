import type { StorageType } from '../codegen/kernel.ts'
import type { ExpectedOutput, KernelCase, KernelProblem } from './kernel-case.ts'
import { runKernel } from './run-kernel.ts'
import { CaseRandom, decode, relativeError } from './tensors.ts'

export interface CaseResult {
  readonly kernel: string
  readonly name: string
  readonly storage: StorageType
  /** Of the output with the largest error relative to its tolerance; null if the kernel didn't run. */
  readonly error: number | null
  readonly tolerance: number
  readonly passed: boolean
  /** What is wrong, in a sentence; null if the case passed. */
  readonly problem: string | null
}

/** A case's name in lists. */
export const caseTitle = ({ kernel, name, storage }: KernelCase | CaseResult): string =>
  `${kernel} ${storage}, ${name}`

/** Runs a case with inputs of this seed. What goes wrong is in the result. */
export async function runCase(
  device: GPUDevice,
  kernelCase: KernelCase,
  seed: number,
): Promise<CaseResult> {
  const { kernel, name, storage } = kernelCase
  const problem = kernelCase.problem(new CaseRandom(seed, caseTitle(kernelCase)))
  try {
    const outputs = await runKernel(device, problem.kernel, problem.inputs)
    return { kernel, name, storage, ...checkOutputs(problem, outputs) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { kernel, name, storage, error: null, tolerance: 0, passed: false, problem: message }
  }
}

/** Compares a kernel's outputs. Throws if an output has no expected values. */
export function checkOutputs(
  { kernel, expected }: KernelProblem,
  outputs: Readonly<Record<string, ArrayBuffer>>,
): Pick<CaseResult, 'error' | 'tolerance' | 'passed' | 'problem'> {
  const missing = Object.keys(outputs).filter(
    (name) => !expected.some(({ buffer }) => buffer === name),
  )
  if (missing.length > 0) throw new Error(`No expected values for ${missing.join(' and ')}.`)
  const measured = expected.map((output) => {
    const error = outputError(output, outputs[output.buffer])
    return { ...output, error, passed: error <= output.tolerance }
  })
  const worst = measured.reduce((a, b) => (excess(b) > excess(a) ? b : a))
  const { buffer, error, tolerance, passed } = worst
  const problem = `${kernel.label}: ${buffer} is off by ${error.toExponential(1)}; the tolerance is ${tolerance}.`
  return { error, tolerance, passed, problem: passed ? null : problem }
}

function outputError({ values, as, select }: ExpectedOutput, bytes: ArrayBuffer): number {
  const numbers = as === 'u32' ? new Uint32Array(bytes) : decode(bytes, as)
  return relativeError(select(numbers), values)
}

/** Error relative to the tolerance; NaN counts as a failure. */
const excess = ({ error, tolerance }: { readonly error: number; readonly tolerance: number }) =>
  Number.isNaN(error) ? Infinity : error === 0 ? 0 : error / tolerance

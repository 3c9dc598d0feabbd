import type { GpuMeter } from '../gpu-meter.ts'
import { takeSample } from '../sample.ts'
import type { Contender } from './contender.ts'

/** Measurements of the first few steps. */
export interface FirstSteps {
  readonly dispatches: number
  readonly submits: number
  /** GPU memory without the data set. */
  readonly bytes: number
  /** Loss of the last of them. */
  readonly loss: number
  readonly milliseconds: number
}

const FIRST_STEPS = 5
/** Milliseconds that a sample should last at least, so that the latency of waiting does not count. */
const ENOUGH = 200

/** Runs the first steps one at a time; the first one compiles the kernels. */
export async function takeFirstSteps(contender: Contender, meter: GpuMeter): Promise<FirstSteps> {
  for (let i = 1; i < FIRST_STEPS; i++) {
    contender.step()
    await contender.loss()
  }
  const before = meter.counts
  const { milliseconds } = await takeSample(contender, 1)
  const { dispatches, submits } = meter.counts
  const loss = await contender.loss()
  return {
    dispatches: dispatches - before.dispatches,
    submits: submits - before.submits,
    bytes: meter.bytes(contender.device) - contender.dataBytes,
    loss,
    milliseconds,
  }
}

/** The number of steps per sample. */
export const stepsOfSample = ({ milliseconds }: FirstSteps): number =>
  Math.max(1, Math.ceil(ENOUGH / milliseconds))

/** Largest relative difference between losses of the same step: f16 rounds, and a pool's argmax may flip. */
const TOLERANCE = 0.02

/** Throws if the contenders did not compute the same. */
export function requireAgreement(names: readonly string[], first: readonly FirstSteps[]): void {
  const [reference] = first
  first.forEach(({ loss }, i) => {
    if (Math.abs(loss - reference.loss) <= TOLERANCE * reference.loss) return
    throw new Error(
      `The losses differ: ${names[i]} computes ${loss}, but ${names[0]} computes ${reference.loss}.`,
    )
  })
}

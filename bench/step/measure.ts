import type { GpuMeter } from '../gpu-meter.ts'
import { takeSample } from '../sample.ts'
import type { Contender } from './contender.ts'

/** What a few first steps show, taken alone. */
export interface FirstSteps {
  readonly dispatches: number
  readonly submits: number
  /** GPU memory, the data set not counted. */
  readonly bytes: number
  /** Of the last of them. */
  readonly loss: number
  readonly milliseconds: number
}

const FIRST_STEPS = 5
/** A sample takes steps until it should last as long, so that a wait's own latency does not count. */
const ENOUGH = 200

/** Takes the first steps, each waited for; kernels are compiled in the first. */
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

/** Steps that a sample should have. */
export const stepsOfSample = ({ milliseconds }: FirstSteps): number =>
  Math.max(1, Math.ceil(ENOUGH / milliseconds))

/** Largest relative difference of losses of the same steps: f16 rounds, and a pool's argmax may flip. */
const TOLERANCE = 0.02

/** Throws where the contenders did not compute the same. */
export function requireAgreement(names: readonly string[], first: readonly FirstSteps[]): void {
  const [reference] = first
  first.forEach(({ loss }, i) => {
    if (Math.abs(loss - reference.loss) <= TOLERANCE * reference.loss) return
    throw new Error(
      `${names[i]} computes something else: its loss is ${loss}, that of ${names[0]} ${reference.loss}.`,
    )
  })
}

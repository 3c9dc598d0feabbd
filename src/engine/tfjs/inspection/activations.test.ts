import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Activation } from '../../../recipe/schema/network.ts'
import { activationOf } from './activations.ts'
import { openTestBackend } from '../testing/backend.ts'

beforeAll(async () => (await openTestBackend('cpu')).use())

const X = [-200, -30, -3, -1.5, -0.7, -0.01, 0, 0.01, 0.4, 1, 2.5, 30, 200]

/** The definitions, in double precision. */
const CASES: readonly (readonly [Activation, (x: number) => number])[] = [
  [{ kind: 'relu' }, (x) => Math.max(0, x)],
  [{ kind: 'celu', alpha: 0.3 }, (x) => Math.max(0, x) + 0.3 * Math.expm1(Math.min(0, x) / 0.3)],
  [{ kind: 'silu' }, (x) => x / (1 + Math.exp(-x))],
  [{ kind: 'gelu' }, (x) => x * normalCumulative(x)],
]

/** P(X <= x) of a standard normal X, by Simpson's rule from 0. */
function normalCumulative(x: number): number {
  const end = Math.min(Math.abs(x), 10)
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI)
  const intervals = 2000
  const step = end / intervals
  let sum = density(0) + density(end)
  for (let i = 1; i < intervals; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * step)
  const half = (sum * step) / 3
  return x < 0 ? 0.5 - half : 0.5 + half
}

describe.each(CASES)('%o', (activation, reference) => {
  it('matches the values of its definition', async () => {
    const y = await activationOf(tf.tensor1d(X), activation).data()
    X.forEach((x, i) =>
      expect(Math.abs(y[i] - reference(x))).toBeLessThan(1e-6 * (1 + Math.abs(x))),
    )
  })

  it('matches the slope of its definition', async () => {
    const slopes = await tf
      .grad((x) => activationOf(x, activation))(tf.tensor1d(X))
      .data()
    const h = 1e-4
    X.forEach((x, i) => {
      if (x === 0) return
      const slope = (reference(x + h) - reference(x - h)) / (2 * h)
      expect(Math.abs(slopes[i] - slope)).toBeLessThan(1e-5)
    })
  })
})

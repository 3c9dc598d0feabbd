import { describe, expect, it } from 'vitest'
import { isGuessing } from './chance.ts'
import { divergedAt, isFiniteState } from './divergence.ts'

const losses = (...values: readonly number[]) =>
  values.map((loss, step) => ({ step, loss, accuracy: 0.1, rate: 0.1 }))

const messageOf = (change: Partial<Parameters<typeof divergedAt>[0]>) =>
  divergedAt({ step: 7, precision: 'f32', rateFactor: 1, before: losses(2, 1.9), ...change })
    .message

describe('divergedAt', () => {
  it('names the step and the likely cause', () => {
    expect(messageOf({})).toMatch(/NaN at step 8.*learning rate/)
    expect(messageOf({ rateFactor: 4 })).toMatch(/multiplied by 4/)
    expect(messageOf({ before: losses(2, 1.5, 2.8, 9, NaN) })).toMatch(/rose before/)
    expect(messageOf({ precision: 'f16' })).toMatch(/half precision/)
    expect(messageOf({ precision: 'f16', before: losses(2, 9) })).toMatch(/rose before/)
  })
})

describe('isFiniteState', () => {
  it.each([
    { values: [1, -2], finite: true },
    { values: [1, NaN], finite: false },
    { values: [Infinity, 1], finite: false },
    { values: [Infinity, -Infinity], finite: false },
  ])('$values', ({ values, finite }) => {
    const tensors = { a: Float32Array.of(3), b: Float32Array.from(values) }
    expect(isFiniteState({ step: 0, writer: '', tensors })).toBe(finite)
  })
})

describe('isGuessing', () => {
  it.each([
    { epoch: 2, accuracy: 0.05, images: 10_000, guessing: false },
    { epoch: 3, accuracy: 0.1, images: 10_000, guessing: true },
    { epoch: 3, accuracy: 0.08, images: 10_000, guessing: true },
    { epoch: 4, accuracy: 0.11, images: 10_000, guessing: false },
    { epoch: 4, accuracy: 0.11, images: 1000, guessing: true },
  ])(
    '$accuracy of $images after epoch $epoch: $guessing',
    ({ epoch, accuracy, images, guessing }) => {
      expect(isGuessing(epoch, accuracy, images)).toBe(guessing)
    },
  )
})

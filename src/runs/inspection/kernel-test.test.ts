import { expect, it } from 'vitest'
import type { SelfTestEvent } from '../../worker/protocol.ts'
import { beginKernelTest, reduceKernelTest } from './kernel-test.ts'

const result = (passed: boolean): SelfTestEvent => ({
  type: 'result',
  result: {
    kernel: 'add',
    name: 'a case',
    storage: 'f32',
    error: passed ? 0 : 1,
    tolerance: 1e-5,
    passed,
    problem: passed ? null : 'add: sum is off by 1.0e+0.',
  },
})

const after = (...events: readonly SelfTestEvent[]) =>
  events.reduce(reduceKernelTest, beginKernelTest(7))

it('counts correct predictions and keeps the mistakes', () => {
  const skipped = { f16: 9, subgroups: 0, slow: 2 }
  const begin: SelfTestEvent = { type: 'begin', seed: 7, cases: 3, skipped }
  const test = after(begin, result(true), result(false), result(true))
  expect(test).toMatchObject({ phase: 'running', seed: 7, cases: 3, skipped, passed: 2 })
  expect(test.wrong.map(({ problem }) => problem)).toEqual(['add: sum is off by 1.0e+0.'])
  expect(reduceKernelTest(test, { type: 'end', how: 'complete' }).phase).toBe('complete')
})

it('says why it did not begin', () => {
  expect(after({ type: 'refused', reason: 'A run is under way.' })).toMatchObject({
    phase: 'refused',
    refusal: 'A run is under way.',
  })
})

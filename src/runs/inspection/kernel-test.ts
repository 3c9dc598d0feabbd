import type { SelfTestEvent } from '../../worker/protocol.ts'

type CaseResult = Extract<SelfTestEvent, { type: 'result' }>['result']
type Begin = Extract<SelfTestEvent, { type: 'begin' }>

/** The self-test of this GPU's kernels and its progress. */
export interface KernelTest {
  readonly phase: 'running' | 'complete' | 'stopped' | 'failed' | 'refused'
  readonly seed: number
  /** Cases to run; null until that is known. */
  readonly cases: number | null
  readonly skipped: Begin['skipped']
  readonly passed: number
  readonly wrong: readonly CaseResult[]
  /** Why it didn't start, in a sentence. */
  readonly refusal: string | null
}

export const beginKernelTest = (seed: number): KernelTest => ({
  phase: 'running',
  seed,
  cases: null,
  skipped: { f16: 0, subgroups: 0, slow: 0 },
  passed: 0,
  wrong: [],
  refusal: null,
})

export function reduceKernelTest(test: KernelTest, event: SelfTestEvent): KernelTest {
  switch (event.type) {
    case 'begin':
      return { ...test, cases: event.cases, skipped: event.skipped }
    case 'result':
      return event.result.passed
        ? { ...test, passed: test.passed + 1 }
        : { ...test, wrong: [...test.wrong, event.result] }
    case 'end':
      return { ...test, phase: event.how }
    case 'refused':
      return { ...test, phase: 'refused', refusal: event.reason }
  }
}

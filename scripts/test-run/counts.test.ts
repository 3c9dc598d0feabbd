import { describe, expect, it } from 'vitest'
import { addCounts, closingLine, NO_TESTS, readCounts, stepCounts } from './counts.mjs'

describe('readCounts', () => {
  it('reads Vitest’s report', () => {
    const report = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }
    expect(readCounts('vitest', JSON.stringify(report))).toEqual({
      passed: 5,
      failed: 2,
      skipped: 2,
    })
  })

  it('reads Playwright’s report', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 3 } }
    expect(readCounts('playwright', JSON.stringify(report))).toEqual({
      passed: 5,
      failed: 1,
      skipped: 3,
    })
  })

  it('reads the report of the Python tests', () => {
    const counts = { passed: 3, failed: 2, skipped: 1 }
    expect(readCounts('unittest', JSON.stringify(counts))).toEqual(counts)
  })
})

describe('stepCounts', () => {
  const tests = { passed: 3, failed: 0, skipped: 0 }

  it('counts a step that fails without a failed test as one failure', () => {
    expect(stepCounts(tests, false)).toEqual({ passed: 3, failed: 1, skipped: 0 })
    expect(stepCounts(NO_TESTS, false).failed).toBe(1)
  })

  it('otherwise counts tests', () => {
    expect(stepCounts(tests, true)).toEqual(tests)
    expect(stepCounts({ ...tests, failed: 2 }, false).failed).toBe(2)
  })
})

it('ends with one line that mentions skipped tests only if there are any', () => {
  const sum = addCounts({ passed: 1, failed: 2, skipped: 0 }, { passed: 10, failed: 0, skipped: 0 })
  expect(closingLine(sum)).toBe('11 passed, 2 failed')
  expect(closingLine({ ...sum, skipped: 4 })).toBe('11 passed, 2 failed, 4 skipped')
})

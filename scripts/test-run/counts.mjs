/**
 * How many tests passed, failed and were skipped.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @type {Counts} */
export const NO_TESTS = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export const addCounts = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/**
 * The closing line of a test run.
 *
 * @param {Counts} counts
 */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/**
 * Reads the counts from a runner's JSON report.
 *
 * @param {'vitest' | 'playwright' | 'unittest'} runner
 * @param {string} report
 * @returns {Counts}
 */
export function readCounts(runner, report) {
  // tools/pytorch/run_tests.py uses the same format.
  if (runner === 'unittest') return /** @type {Counts} */ (JSON.parse(report))
  if (runner === 'vitest') {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } =
      /** @type {Record<string, number>} */ (JSON.parse(report))
    return {
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests + numTodoTests,
    }
  }
  const { stats } = /** @type {{ stats: Record<string, number> }} */ (JSON.parse(report))
  return {
    // A flaky test passed on a retry.
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }
}

/**
 * The counts of a step. A step that fails without a failed test, such as lint or an unreadable test file, counts as one
 * failure.
 *
 * @param {Counts} tests
 * @param {boolean} succeeded
 * @returns {Counts}
 */
export const stepCounts = (tests, succeeded) =>
  succeeded || tests.failed > 0 ? tests : { ...tests, failed: 1 }

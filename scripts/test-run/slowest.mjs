import { relative } from 'node:path'

/**
 * A test and its time in seconds, including retries.
 *
 * @typedef {{ title: string, seconds: number }} TimedTest
 */

/**
 * @typedef {object} Suite a suite of Playwright's report
 * @property {string} title
 * @property {Suite[]} [suites]
 * @property {{ title: string, file: string, tests: { results: { duration: number }[] }[] }[]} [specs]
 */

/** @typedef {{ name: string, assertionResults: { fullName: string, duration?: number | null }[] }} VitestFile */

/**
 * The slowest tests in a runner's JSON report, slowest first. The Python tests report no times.
 *
 * @param {'vitest' | 'playwright' | 'unittest'} runner
 * @param {string} report
 * @param {string} root what paths are relative to
 * @param {number} [count]
 * @returns {TimedTest[]}
 */
export function slowestTests(runner, report, root, count = 10) {
  if (runner === 'unittest') return []
  const tests = runner === 'vitest' ? vitestTimes(report, root) : playwrightTimes(report)
  return tests.sort((a, b) => b.seconds - a.seconds).slice(0, count)
}

/**
 * One line per test, with aligned times.
 *
 * @param {readonly TimedTest[]} tests
 */
export const timesText = (tests) =>
  tests.map(({ title, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${title}`).join('\n')

/**
 * @param {string} report
 * @param {string} root
 * @returns {TimedTest[]}
 */
function vitestTimes(report, root) {
  const { testResults } = /** @type {{ testResults: VitestFile[] }} */ (JSON.parse(report))
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      title: `${relative(root, name)} › ${fullName}`,
      seconds: (duration ?? 0) / 1000,
    })),
  )
}

/**
 * @param {string} report
 * @returns {TimedTest[]}
 */
function playwrightTimes(report) {
  const { suites } = /** @type {{ suites: Suite[] }} */ (JSON.parse(report))
  return suites.flatMap(suiteTimes)
}

/**
 * @param {Suite} suite
 * @returns {TimedTest[]}
 */
function suiteTimes({ suites = [], specs = [] }) {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests.map(({ results }) => ({
      title: `${file} › ${title}`,
      seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  )
  return [...own, ...suites.flatMap(suiteTimes)]
}

// `npm test` and, with `--long`, `npm run test:long`: installs what is missing, then runs the steps one by one.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { argumentsOrExit, parseTestArguments } from './arguments.mjs'
import { addCounts, closingLine, NO_TESTS, readCounts, stepCounts } from './test-run/counts.mjs'
import { dataLocation } from './test-run/data-location.mjs'
import { installDependencies, npm } from './requirements/install.mjs'
import { freePort } from './serve/ports.mjs'
import { requireAdapter, requireChromium, requireFirefox } from './requirements/requirements.mjs'
import { askForWebKit } from './requirements/webkit.mjs'
import { slowestTests, timesText } from './test-run/slowest.mjs'
import { LONG_STEPS, STEPS } from './test-run/steps.mjs'

/** @import { Step } from './test-run/steps.mjs' */

const E2E_PORT = 9595
const root = fileURLToPath(new URL('..', import.meta.url))
const { steps } = argumentsOrExit(() =>
  parseTestArguments(process.argv.slice(2), STEPS, LONG_STEPS),
)

installDependencies(root)
const env = { ...process.env, ...(await prepare(steps)) }

let counts = NO_TESTS
/** @type {string[]} */
const slowest = []
for (const step of steps) {
  const result = runStep(step, env)
  counts = addCounts(counts, result.counts)
  if (result.slowest.length > 0) {
    slowest.push(`\nSlowest ${step.name}:\n${timesText(result.slowest)}`)
  }
  if (!result.succeeded) {
    process.exitCode = 1
    break
  }
}
if (slowest.length > 0) console.log(`${slowest.join('\n')}\n`)
console.log(closingLine(counts))

/**
 * Checks that this computer has what the steps need, installs what is missing, and prints which images they use.
 *
 * @param {readonly Step[]} planned
 * @returns {Promise<Record<string, string>>} environment variables for the steps
 */
async function prepare(planned) {
  const needs = new Set(planned.flatMap((step) => step.needs ?? []))
  try {
    console.log(`Data: ${await dataLocation(root)}`)
    if (needs.has('adapter')) requireAdapter()
    if (needs.has('webkit')) askForWebKit()
    if (!needs.has('chromium')) return {}
    const port = await freePort(E2E_PORT)
    return {
      CHROMIUM_PATH: await requireChromium(root),
      ...(needs.has('firefox') ? { FIREFOX_PATH: requireFirefox() } : {}),
      LAB94_E2E_PORT: String(port),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    console.error(error.message)
    if ('advice' in error) console.error(error.advice)
    console.log(closingLine({ ...NO_TESTS, failed: 1 }))
    process.exit(1)
  }
}

/**
 * Runs a step and passes its output through.
 *
 * @param {Step} step
 * @param {NodeJS.ProcessEnv} environment
 */
function runStep({ key, name, script, report }, environment) {
  const reportFile = join(root, '.cache', 'reports', `${key}.json`)
  rmSync(reportFile, { force: true })
  mkdirSync(dirname(reportFile), { recursive: true })

  console.log(`\n== ${name}`)
  const begin = performance.now()
  const { command, args, shell } = npm(process.env.npm_execpath, process.platform)
  const { status } = spawnSync(
    command,
    [...args, 'run', '--silent', script, '--', ...reporters(report, reportFile)],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
      shell,
    },
  )
  const succeeded = status === 0
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  console.log(`== ${name}: ${succeeded ? 'passed' : 'failed'} in ${seconds} s`)

  const written = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : null
  if (report === undefined || written === null) {
    return { succeeded, counts: stepCounts(NO_TESTS, succeeded), slowest: [] }
  }
  return {
    succeeded,
    counts: stepCounts(readCounts(report, written), succeeded),
    slowest: slowestTests(report, written, root),
  }
}

/**
 * The arguments that make a test runner report to the terminal and, as JSON, to a file.
 *
 * @param {Step['report']} runner
 * @param {string} file
 */
function reporters(runner, file) {
  if (runner === 'vitest') {
    return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  }
  if (runner === 'unittest') return [`--report=${file}`]
  return runner === 'playwright' ? ['--reporter=list,json'] : []
}

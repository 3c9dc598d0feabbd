import { caseTitle, type CaseResult } from '../../engine/wgsl/selftest/run-case.ts'
import { createSelfTest } from '../../engine/wgsl/selftest/self-test.ts'
import { freshSeed } from '../../random/fresh-seed.ts'
import { numberOption, parseOptions } from '../command-line/arguments.ts'
import { describeDevice } from '../device/describe-device.ts'
import { openHeadlessDevice } from '../device/engines.ts'
import { launcher } from '../command-line/launcher.ts'
import { runProgram } from '../command-line/program.ts'

const USAGE = `${launcher('test-kernels')} [options]
  --seed N            repeat the random inputs of this seed (a new seed)
  --thorough          on a software adapter, also test what takes long to compile there
  --dawn-toggle NAME  pass a toggle to Dawn; may be repeated`

/** `npm run -s test-kernels`: every kernel against its reference on this GPU. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const values = parseOptions(
    {
      seed: { type: 'string' },
      thorough: { type: 'boolean' },
      'dawn-toggle': { type: 'string', multiple: true },
    },
    argv,
  )
  const seed =
    values.seed === undefined
      ? freshSeed()
      : numberOption('seed', values.seed, { integer: true, min: 0, max: 0xffffffff })
  const opened = await openHeadlessDevice(values['dawn-toggle'] ?? [])
  process.stderr.write(describeDevice(opened))

  const test = createSelfTest(opened, values.thorough ? 'thorough' : 'tests')
  const count = { passed: 0, failed: 0 }
  const onResult = (result: CaseResult) => {
    count[result.passed ? 'passed' : 'failed']++
    process.stdout.write(`${resultLine(result)}\n`)
  }
  await test.run({ seed, onResult, signal: new AbortController().signal })
  const { f16, subgroups, slow } = test.skipped
  process.stdout.write(
    `${count.passed} passed, ${count.failed} failed; skipped: ${f16} that need f16, ` +
      `${subgroups} that need larger subgroups, ${slow} that are slow here. ${test.matrices} used subgroup matrices. Seed ${seed}.\n`,
  )
  return count.failed === 0 ? 0 : 1
}

function resultLine(result: CaseResult): string {
  if (result.problem !== null) return `FAILED  ${caseTitle(result)}\n        ${result.problem}`
  const error =
    result.error === 0 ? 'exact' : `${result.error?.toExponential(1)} of ${result.tolerance}`
  return `passed  ${caseTitle(result)}: ${error}`
}

await runProgram(main, USAGE)

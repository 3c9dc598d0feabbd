import { DEVICE_PROFILES } from '../../engine/wgsl/plan/limits.ts'
import { fittingPlan } from '../../engine/wgsl/plan/micro-batches.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { parseOptions, wordOption } from '../command-line/arguments.ts'
import { launcher } from '../command-line/launcher.ts'
import { planReport, planTable } from './plan-table.ts'
import { printReport } from '../command-line/print-report.ts'
import { REPORT_OPTIONS, sizedRecipe } from './sized-recipe.ts'
import { runProgram } from '../command-line/program.ts'

const DEVICES = ['guaranteed', 'swiftshader', 'lavapipe', 'desktop'] as const

const USAGE = `${launcher('plan')} [options]
  --recipe NAME         a preset that ${launcher('train')} --list prints (auto)
  --width F             multiply the number of channels by F
  --batch N             images per step
  --precision f16|f32   storage type of activations (f32)
  --device NAME         ${DEVICES.join(', ')} (desktop)
  --json                print JSON`

/** `npm run -s plan`: every dispatch of a step, without a GPU. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const values = parseOptions(
    {
      ...REPORT_OPTIONS,
      device: { type: 'string' },
    },
    argv,
  )
  const { recipe } = sizedRecipe(values, 'auto')
  const storage = wordOption('precision', values.precision ?? 'f32', ['f16', 'f32'])
  const device = wordOption('device', values.device ?? 'desktop', DEVICES)

  // A plan depends neither on the images nor on their normalisation.
  const spec = engineSpec({ ...recipe, normalisation: 'published' })
  const report = planReport(fittingPlan({ spec, storage, profile: DEVICE_PROFILES[device] }))
  printReport(report, values.json, planTable)
  return 0
}

await runProgram(main, USAGE)

import { DEVICE_PROFILES } from '../engine/wgsl/limits.ts'
import { fittingPlan } from '../engine/wgsl/passes.ts'
import { PRESETS, presetNamed } from '../recipe/presets.ts'
import { engineSpec } from '../trainer/prepare.ts'
import { numberOption, parseOptions, wordOption } from './arguments.ts'
import { launcher } from './launcher.ts'
import { planReport, planTable } from './plan-table.ts'
import { runProgram } from './program.ts'

const NAMES = PRESETS.map(({ name }) => name)
const DEVICES = ['guaranteed', 'swiftshader', 'lavapipe', 'desktop'] as const

const USAGE = `${launcher('plan')} [options]
  --recipe NAME         one of ${launcher('train')} --list (auto)
  --width F             multiply the channels
  --batch N             images a step
  --precision f16|f32   what activations are stored in (f32)
  --device NAME         ${DEVICES.join(', ')} (desktop)
  --json                print JSON`

/** `npm run -s plan`: every dispatch of a step, without a GPU. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const values = parseOptions(
    {
      recipe: { type: 'string' },
      width: { type: 'string' },
      batch: { type: 'string' },
      precision: { type: 'string' },
      device: { type: 'string' },
      json: { type: 'boolean' },
    },
    argv,
  )
  const { recipe } = presetNamed(wordOption('recipe', values.recipe ?? 'auto', NAMES))
  const width = numberOption('width', values.width ?? '1', { integer: false, min: 0.01, max: 8 })
  const batchText = values.batch ?? String(recipe.batchSize)
  const batchSize = numberOption('batch', batchText, { integer: true, min: 1, max: 8192 })
  const storage = wordOption('precision', values.precision ?? 'f32', ['f16', 'f32'])
  const device = wordOption('device', values.device ?? 'desktop', DEVICES)

  const network = { ...recipe.network, width }
  // A plan does not depend on the images, nor on what normalises them.
  const spec = engineSpec({ ...recipe, batchSize, network, normalisation: 'published' })
  const report = planReport(fittingPlan({ spec, storage, profile: DEVICE_PROFILES[device] }))
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : planTable(report))
  return 0
}

await runProgram(main, USAGE)

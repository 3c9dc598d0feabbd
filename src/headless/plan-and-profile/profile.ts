import { IMAGE_BYTES } from '../../data/records.ts'
import { createWgslEngine } from '../../engine/wgsl/engine.ts'
import { measurePeak } from '../../engine/wgsl/tuning/peak.ts'
import { randomWords } from '../../random/stream.ts'
import { PRESETS } from '../../recipe/presets.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { parseOptions, wordOption } from '../command-line/arguments.ts'
import { describeDevice } from '../device/describe-device.ts'
import { openHeadlessDevice } from '../device/engines.ts'
import { launcher } from '../command-line/launcher.ts'
import { profileReport, profileTable } from './profile-table.ts'
import { printReport } from '../command-line/print-report.ts'
import { REPORT_OPTIONS, sizedRecipe } from './sized-recipe.ts'
import { runProgram } from '../command-line/program.ts'

const NAMES = PRESETS.map(({ name }) => name)

const USAGE = `${launcher('profile')} [options]
  --recipe NAME              ${NAMES.join(', ')} (page-10)
  --width F                  multiply the number of channels by F
  --batch N                  images per step
  --precision auto|f16|f32   storage type of activations (auto)
  --dawn-toggle NAME         pass a toggle to Dawn; may be repeated
  --json                     print JSON`

/** `npm run -s profile`: the time of each kernel of a training step, on images of noise. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const values = parseOptions(
    {
      ...REPORT_OPTIONS,
      'dawn-toggle': { type: 'string', multiple: true },
    },
    argv,
  )
  const { name, recipe: sized } = sizedRecipe(values, 'page-10')
  const precision = wordOption('precision', values.precision ?? 'auto', ['auto', 'f16', 'f32'])
  const device = await openHeadlessDevice(values['dawn-toggle'] ?? [])
  process.stderr.write(describeDevice(device))
  const peak = await measurePeak(device)

  const recipe = { ...sized, precision }
  const engine = await createWgslEngine(device, engineSpec(recipe))
  await engine.load('train', noise(recipe.batchSize))
  await engine.init(1)
  const profile = await engine.profile()
  engine.dispose()
  if ('unavailable' in profile) throw new Error(profile.unavailable)
  const report = profileReport({ name, recipe }, engine.info.adapter, profile, peak)
  printReport(report, values.json, profileTable)
  return 0
}

function noise(count: number) {
  const words = randomWords(1, 'noise', 0, count * IMAGE_BYTES)
  return {
    count,
    labels: new Uint8Array(count),
    pixels: Uint8Array.from(words, (word) => word >>> 24),
  }
}

await runProgram(main, USAGE)

import { EXPLANATIONS } from '../../recipe/explanations.ts'
import { SUMMARIES } from '../../recipe/explanations/summaries.ts'
import { PRESETS } from '../../recipe/presets.ts'
import { TOGGLE_NAMES, TOGGLES } from '../../recipe/toggles.ts'
import { RunControl } from '../../trainer/control.ts'
import type { RunSchedule } from '../../trainer/events.ts'
import { weightsFile } from '../../trainer/weights-file.ts'
import { requestedDataset } from '../images/dataset.ts'
import { describeDevice } from '../device/describe-device.ts'
import { openHeadlessDevice } from '../device/engines.ts'
import { stopOnSignals } from '../command-line/interrupts.ts'
import { requireWritable, writeAtomically } from '../command-line/output-file.ts'
import { runProgram } from '../command-line/program.ts'
import { eventLine, TrainingReport } from './report.ts'
import { openSaving } from './saving.ts'
import { firstRecords } from '../images/subset.ts'
import { parseTrainOptions, TRAIN_USAGE, type TrainOptions } from './train-options.ts'
import { trainInTerminal } from './train-run.ts'
import { CIFAR10_NORMALISATION, type Normalisation } from '../../data/records.ts'
import type { Layer } from '../../model/layers.ts'
import { buildNetwork } from '../../model/networks.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import type { Recipe } from '../../recipe/recipe.ts'

/** `npm run -s train`: the page's trainer in a terminal. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseTrainOptions(argv)
  switch (options.mode) {
    case 'list':
      printJson({ presets: summarisedPresets(), toggles: explainedToggles() })
      return 0
    case 'print-recipe':
      printJson(printedRecipe(options.recipeName, options.choice, options.recipe))
      return 0
    case 'train':
      return trainHeadless(options)
  }
}

const summarisedPresets = () =>
  PRESETS.map((preset) => ({ ...preset, summary: SUMMARIES[preset.name] }))

const explainedToggles = () =>
  Object.fromEntries(
    TOGGLE_NAMES.map((name) => [name, { ...TOGGLES[name], ...EXPLANATIONS[name] }]),
  )

const printJson = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)

async function trainHeadless(options: TrainOptions): Promise<number> {
  for (const option of ['out', 'checkpoint', 'weights'] as const) {
    const path = options[option]
    if (path !== null) requireWritable(option, path)
  }
  const terminal = {
    interactive: process.stderr.isTTY,
    write: (text: string) => void process.stderr.write(text),
  }
  const report = new TrainingReport(terminal)
  const { train: allTrain, test: allTest, from } = await requestedDataset(options.data)
  terminal.write(`Images from ${from}.\n`)
  const splits = {
    train: firstRecords(allTrain, options.trainImages),
    test: firstRecords(allTest, options.testImages),
  }
  const saving = openSaving(options, splits, terminal)
  const device = await openHeadlessDevice(options.dawnToggles)
  terminal.write(describeDevice(device))
  const control = new RunControl()
  stopOnSignals(() => control.stop())
  let plan: RunSchedule | null = null
  const trained = await trainInTerminal({
    options,
    splits,
    saving,
    device,
    control,
    onEvent: (event) => {
      if (event.type === 'begin') plan = event.plan
      report.handle(event)
      if (options.json) process.stdout.write(`${eventLine(event, plan)}\n`)
    },
  })
  if (trained === null) {
    terminal.write('Stopped before the first step.\n')
    return 1
  }
  const { engine, recipe, events } = trained
  terminal.write(`CPU time: ${saving.processorSeconds().toFixed(0)} s.\n`)
  if (options.out !== null) writeAtomically(options.out, JSON.stringify(events))
  const ended = events.at(-1)
  if (options.weights !== null && ended?.type === 'done') {
    const { seed, weightsPrecision } = options
    const bytes = await weightsFile({ engine, recipe, seed, splits }, ended.steps, weightsPrecision)
    writeAtomically(options.weights, bytes)
  }
  engine.dispose()
  return ended?.type === 'done' ? 0 : 1
}

/** Everything another program needs to train the same run: printed by `--print-recipe`, read by `tools/pytorch`. */
interface PrintedRecipe {
  readonly name: string
  /** The page's choice for this recipe; part of run records. */
  readonly choice: RecipeChoice
  readonly recipe: Recipe
  readonly layers: readonly Layer[]
  readonly normalisation: Normalisation
}

const printedRecipe = (name: string, choice: RecipeChoice, recipe: Recipe): PrintedRecipe => ({
  name,
  choice,
  recipe,
  layers: buildNetwork(recipe.network),
  normalisation: CIFAR10_NORMALISATION,
})

await runProgram(main, TRAIN_USAGE)

import { writeFile } from 'node:fs/promises'
import { EXPLANATIONS } from '../recipe/explanations.ts'
import { SUMMARIES } from '../recipe/explanations/summaries.ts'
import { PRESETS } from '../recipe/presets.ts'
import { TOGGLE_NAMES, TOGGLES } from '../recipe/toggles.ts'
import { RunControl } from '../trainer/control.ts'
import type { RunPlan, TrainerEvent } from '../trainer/events.ts'
import { prepareEngine } from '../trainer/prepare.ts'
import { train } from '../trainer/trainer.ts'
import { requestedDataset } from './dataset.ts'
import { describeDevice } from './describe-device.ts'
import { createHeadlessEngine, openHeadlessDevice } from './engines.ts'
import { printedRecipe } from './print-recipe.ts'
import { runProgram } from './program.ts'
import { eventLine, TrainingReport } from './report.ts'
import { firstRecords } from './subset.ts'
import { parseTrainOptions, TRAIN_USAGE, type TrainOptions } from './train-options.ts'

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
  const report = new TrainingReport({
    interactive: process.stderr.isTTY,
    write: (text) => process.stderr.write(text),
  })
  const { train: allTrain, test: allTest, from } = await requestedDataset(options.data)
  process.stderr.write(`Images from ${from}.\n`)
  const splits = {
    train: firstRecords(allTrain, options.trainImages),
    test: firstRecords(allTest, options.testImages),
  }
  const device = await openHeadlessDevice(options.dawnToggles)
  process.stderr.write(describeDevice(device))
  const { engine, recipe } = await prepareEngine({
    createEngine: (spec) => createHeadlessEngine(options.engine, device, spec),
    recipe: options.recipe,
    seed: options.seed,
    ...splits,
  })
  const events: TrainerEvent[] = []
  const control = new RunControl()
  control.dynamicsEvery = options.dynamicsEvery
  process.once('SIGINT', () => control.stop())
  let plan: RunPlan | null = null
  await train({
    engine,
    recipe,
    requestedBatchSize: options.recipe.batchSize,
    seed: options.seed,
    train: splits.train,
    testImages: splits.test.count,
    control,
    emit: (event) => {
      if (event.type === 'begin') plan = event.plan
      events.push(event)
      report.handle(event)
      if (options.json) process.stdout.write(`${eventLine(event, plan)}\n`)
    },
    now: () => performance.now(),
  })
  engine.dispose()
  if (options.out !== null) await writeFile(options.out, JSON.stringify(events))
  return events.at(-1)?.type === 'done' ? 0 : 1
}

await runProgram(main, TRAIN_USAGE)

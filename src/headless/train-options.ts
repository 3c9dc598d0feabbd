import type { EngineName } from '../engine/engine.ts'
import { checkRecipe, withEpochs, withField } from '../recipe/adjust.ts'
import { presetChoice, resolveRecipe, type RecipeChoice, withFields } from '../recipe/choice.ts'
import { differences } from '../recipe/differences.ts'
import { PRESETS } from '../recipe/presets.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { TOGGLE_NAMES, type ToggleName } from '../recipe/toggles.ts'
import { ArgumentError, numberOption, parseOptions, wordOption } from './arguments.ts'
import { launcher } from './launcher.ts'

export interface TrainOptions {
  readonly mode: 'train' | 'list' | 'print-recipe'
  readonly recipe: Recipe
  /** As the page makes this recipe. */
  readonly choice: RecipeChoice
  readonly recipeName: string
  readonly seed: number
  /** A file or folder, `sample`, or null for whatever the environment offers. */
  readonly data: string | null
  /** How many images of each split to use; null uses all. */
  readonly trainImages: number | null
  readonly testImages: number | null
  readonly engine: EngineName
  readonly dawnToggles: readonly string[]
  /** Every which step is measured in how the parameters move; 0 for none. */
  readonly dynamicsEvery: number
  readonly out: string | null
  readonly json: boolean
}

export const TRAIN_USAGE = `${launcher('train')} [options]
  --recipe NAME             one of --list's presets (auto)
  --seed N                  0 to 4294967295 (1)
  --data FILE|DIR|sample    the archive, a folder of .bin files, or the shipped sample
  --train N, --test N       use the first N images of a split
  --width F                 multiply the channels
  --epochs F                stretch the run and its schedule
  --batch N                 images a step; rates follow
  --engine wgsl|tfjs        what computes (wgsl)
  --precision auto|f16|f32
  --toggle NAME=on|off      one of --list's toggles, with what it requires; may be repeated
  --retune NAME             what that toggle's author changed along with it; may be repeated
  --set PATH=VALUE          any field of the recipe, as JSON; may be repeated
  --dawn-toggle NAME        passed on to Dawn; may be repeated
  --dynamics N              measure norms and cosines of gradients every N steps
  --out FILE                write the run's events as JSON
  --json                    one event a line on standard output
  --list                    print presets and toggles as JSON
  --print-recipe            print the recipe as JSON and stop`

/** Reads the command line of `train`. Throws an ArgumentError that names what is wrong. */
export function parseTrainOptions(argv: readonly string[]): TrainOptions {
  const values = parseOptions(
    {
      recipe: { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
      train: { type: 'string' },
      test: { type: 'string' },
      width: { type: 'string' },
      epochs: { type: 'string' },
      batch: { type: 'string' },
      engine: { type: 'string' },
      precision: { type: 'string' },
      toggle: { type: 'string', multiple: true },
      retune: { type: 'string', multiple: true },
      set: { type: 'string', multiple: true },
      'dawn-toggle': { type: 'string', multiple: true },
      dynamics: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean' },
      list: { type: 'boolean' },
      'print-recipe': { type: 'boolean' },
    },
    argv,
  )
  const number = (name: 'train' | 'test', text: string | undefined) =>
    text === undefined ? null : numberOption(name, text, { integer: true, min: 1 })
  const recipeName = wordOption('recipe', values.recipe ?? 'auto', PRESET_NAMES)
  return {
    mode: values.list ? 'list' : values['print-recipe'] ? 'print-recipe' : 'train',
    ...adjusted(recipeName, values),
    recipeName,
    seed: numberOption('seed', values.seed ?? '1', { integer: true, min: 0, max: 0xffffffff }),
    data: values.data ?? null,
    trainImages: number('train', values.train),
    testImages: number('test', values.test),
    engine: wordOption('engine', values.engine ?? 'wgsl', ['wgsl', 'tfjs']),
    dawnToggles: values['dawn-toggle'] ?? [],
    dynamicsEvery: numberOption('dynamics', values.dynamics ?? '0', { integer: true, min: 0 }),
    out: values.out ?? null,
    json: values.json ?? false,
  }
}

const PRESET_NAMES = PRESETS.map((preset) => preset.name)

interface Adjustments {
  readonly toggle?: string[]
  readonly retune?: string[]
  readonly set?: string[]
  readonly width?: string
  readonly epochs?: string
  readonly batch?: string
  readonly precision?: string
}

/** The recipe that the options make, and how the page makes the same. */
function adjusted(
  preset: RecipeChoice['preset'],
  values: Adjustments,
): Pick<TrainOptions, 'choice' | 'recipe'> {
  const choice: RecipeChoice = {
    ...presetChoice(preset),
    toggles: Object.fromEntries((values.toggle ?? []).map(parseToggle)),
    retunes: (values.retune ?? []).map((name) => wordOption('retune', name, TOGGLE_NAMES)),
  }
  const idle = choice.retunes.find((name) => choice.toggles[name] === undefined)
  if (idle !== undefined) {
    throw new ArgumentError(`--retune ${idle} goes with --toggle ${idle}=on or off.`)
  }
  const toggled = asArgument('toggle', () => resolveRecipe(choice))
  let recipe = toggled
  if (values.precision !== undefined) {
    const precision = wordOption('precision', values.precision, ['auto', 'f16', 'f32'])
    recipe = { ...recipe, precision }
  }
  if (values.epochs !== undefined) {
    recipe = withEpochs(
      recipe,
      numberOption('epochs', values.epochs, { integer: false, min: 0.01 }),
    )
  }
  if (values.width !== undefined) {
    const width = numberOption('width', values.width, { integer: false, min: 0.01, max: 8 })
    recipe = { ...recipe, network: { ...recipe.network, width } }
  }
  if (values.batch !== undefined) {
    const batchSize = numberOption('batch', values.batch, { integer: true, min: 1, max: 8192 })
    recipe = asArgument('batch', () => checkRecipe({ ...recipe, batchSize }, values.batch ?? ''))
  }
  for (const setting of values.set ?? []) {
    const [path, text] = splitSetting('set', setting)
    recipe = asArgument('set', () => withField(recipe, path, parseValue(text)))
  }
  const fields: Record<string, unknown> = {}
  for (const { path, to } of differences(toggled, recipe)) fields[path] = to
  return { recipe, choice: withFields(choice, fields) }
}

function parseToggle(setting: string): [ToggleName, boolean] {
  const [name, state] = splitSetting('toggle', setting)
  const known = wordOption('toggle', name, TOGGLE_NAMES)
  return [known, wordOption('toggle', state, ['on', 'off']) === 'on']
}

function splitSetting(option: string, setting: string): [string, string] {
  const at = setting.indexOf('=')
  if (at < 1) throw new ArgumentError(`--${option} takes name=value, not "${setting}".`)
  return [setting.slice(0, at), setting.slice(at + 1)]
}

/** JSON where it is JSON, else the text itself, so that words need no quotes. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function asArgument<T>(option: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw new ArgumentError(`--${option}: ${error.message}`)
    throw error
  }
}

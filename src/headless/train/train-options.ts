import { ENGINE_NAMES, type EngineName } from '../../engine/engine.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import { PRESETS } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { TOGGLE_NAMES, type ToggleName } from '../../recipe/toggles.ts'
import {
  ArgumentError,
  type NumberBounds,
  numberOption,
  parseOptions,
  wordOption,
} from '../command-line/arguments.ts'
import { launcher } from '../command-line/launcher.ts'
import {
  BATCH_BOUNDS,
  EPOCHS_BOUNDS,
  PRECISIONS,
  recipeFromOptions,
  RecipeOptionError,
  type RecipeOptions,
  WIDTH_BOUNDS,
} from '../command-line/recipe-options.ts'

export interface TrainOptions {
  readonly mode: 'train' | 'list' | 'print-recipe'
  readonly recipe: Recipe
  /** The page's choice for this recipe. */
  readonly choice: RecipeChoice
  readonly recipeName: string
  readonly seed: number
  /** A file or folder, `sample`, or null to search as usual. */
  readonly data: string | null
  /** Images of each split to use; null for all. */
  readonly trainImages: number | null
  readonly testImages: number | null
  readonly engine: EngineName
  readonly dawnToggles: readonly string[]
  /** Interval of steps whose dynamics are measured; 0 for none. */
  readonly dynamicsEvery: number
  /** Whether to test every score after every epoch, not just the main one. */
  readonly testAll: boolean
  /** Output file of the run's events. */
  readonly out: string | null
  /** The run's checkpoint file. */
  readonly checkpoint: string | null
  readonly checkpointMinutes: number
  /** Output file of the final weights. */
  readonly weights: string | null
  readonly weightsPrecision: 'f16' | 'f32'
  readonly json: boolean
}

export const TRAIN_USAGE = `${launcher('train')} [options]
  --recipe NAME             a preset that --list prints (auto)
  --seed N                  0 to 4294967295 (1)
  --data FILE|DIR|sample    the archive, a folder of .bin files, or the shipped sample
  --train N, --test N       use the first N images of a split
  --width F                 multiply the number of channels by F
  --epochs F                scale the run and its schedule to F epochs
  --batch N                 images per step; the learning rates scale with it
  --engine wgsl|tfjs        the engine to train with (wgsl)
  --precision auto|f16|f32  storage type of activations (the recipe's)
  --toggle NAME=on|off      switch a toggle that --list prints, and what it requires; may be repeated
  --retune NAME             also apply the toggle's published retuning; may be repeated
  --set PATH=VALUE          set a field of the recipe, as JSON; may be repeated
  --dawn-toggle NAME        pass a toggle to Dawn; may be repeated
  --dynamics N              measure norms and cosines of gradients every N steps
  --test-all                compute every test score after every epoch, not only the main one
  --out FILE                write the run's events as JSON
  --checkpoint FILE         save the run's state here, and resume from it if the file exists
  --checkpoint-minutes N    save at least every N minutes (5), and after every epoch
  --weights FILE            write the weights at the end, as safetensors
  --weights-precision P     f32 or f16 (f32)
  --json                    print one JSON event per line to standard output
  --list                    print presets and toggles as JSON and exit
  --print-recipe            print the recipe as JSON and exit`

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
      'test-all': { type: 'boolean' },
      out: { type: 'string' },
      checkpoint: { type: 'string' },
      'checkpoint-minutes': { type: 'string' },
      weights: { type: 'string' },
      'weights-precision': { type: 'string' },
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
    ...recipeOf(recipeName, values),
    recipeName,
    seed: numberOption('seed', values.seed ?? '1', { integer: true, min: 0, max: 0xffffffff }),
    data: values.data ?? null,
    trainImages: number('train', values.train),
    testImages: number('test', values.test),
    engine: wordOption('engine', values.engine ?? 'wgsl', ENGINE_NAMES),
    dawnToggles: values['dawn-toggle'] ?? [],
    dynamicsEvery: numberOption('dynamics', values.dynamics ?? '0', { integer: true, min: 0 }),
    testAll: values['test-all'] ?? false,
    out: values.out ?? null,
    checkpoint: values.checkpoint ?? null,
    checkpointMinutes: numberOption('checkpoint-minutes', values['checkpoint-minutes'] ?? '5', {
      integer: false,
      min: 0.01,
    }),
    weights: values.weights ?? null,
    weightsPrecision: wordOption('weights-precision', values['weights-precision'] ?? 'f32', [
      'f16',
      'f32',
    ]),
    json: values.json ?? false,
  }
}

const PRESET_NAMES = PRESETS.map((preset) => preset.name)

interface RecipeTexts {
  readonly toggle?: string[]
  readonly retune?: string[]
  readonly set?: string[]
  readonly width?: string
  readonly epochs?: string
  readonly batch?: string
  readonly precision?: string
}

/** The recipe of the options, and the page's choice for it. */
function recipeOf(
  recipe: RecipeChoice['preset'],
  texts: RecipeTexts,
): Pick<TrainOptions, 'choice' | 'recipe'> {
  const { precision, epochs, width, batch } = texts
  const number = (name: string, text: string | undefined, bounds: NumberBounds) =>
    text === undefined ? null : numberOption(name, text, bounds)
  const options: RecipeOptions = {
    recipe,
    toggle: Object.fromEntries((texts.toggle ?? []).map(parseToggle)),
    retune: (texts.retune ?? []).map((name) => wordOption('retune', name, TOGGLE_NAMES)),
    set: (texts.set ?? []).map(parseField),
    precision: precision === undefined ? null : wordOption('precision', precision, PRECISIONS),
    epochs: number('epochs', epochs, EPOCHS_BOUNDS),
    width: number('width', width, WIDTH_BOUNDS),
    batch: number('batch', batch, BATCH_BOUNDS),
  }
  try {
    return recipeFromOptions(options)
  } catch (error) {
    if (!(error instanceof RecipeOptionError)) throw error
    throw new ArgumentError(`--${error.option}: ${error.message}`)
  }
}

function parseToggle(setting: string): [ToggleName, boolean] {
  const [name, state] = splitSetting('toggle', setting)
  const known = wordOption('toggle', name, TOGGLE_NAMES)
  return [known, wordOption('toggle', state, ['on', 'off']) === 'on']
}

function parseField(setting: string): [string, unknown] {
  const [path, text] = splitSetting('set', setting)
  return [path, parseValue(text)]
}

function splitSetting(option: string, setting: string): [string, string] {
  const at = setting.indexOf('=')
  if (at < 1) throw new ArgumentError(`--${option} needs NAME=VALUE, not "${setting}".`)
  return [setting.slice(0, at), setting.slice(at + 1)]
}

/** Parsed as JSON if valid, otherwise the text itself: words need no quotes. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

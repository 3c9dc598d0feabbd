import { numberOption, parseOptions, wordOption } from '../src/headless/command-line/arguments.ts'
import { launcher } from '../src/headless/command-line/launcher.ts'
import { BATCH_BOUNDS, WIDTH_BOUNDS } from '../src/headless/command-line/recipe-options.ts'
import { PRESETS, type PresetName } from '../src/recipe/presets.ts'

/** Our engine in both precisions, stock TensorFlow.js, TensorFlow.js with our filter gradient, and jax-js. */
export const CONTENDERS = ['wgsl-f32', 'wgsl-f16', 'tfjs', 'tfjs-tuned', 'jax-js'] as const
export type ContenderName = (typeof CONTENDERS)[number]

export interface BenchOptions {
  readonly recipes: readonly PresetName[]
  readonly contenders: readonly ContenderName[]
  /** Images per step; null lets the benchmark choose, which uses fewer on a CPU. */
  readonly batchSize: number | null
  /** Factor of the channels; null means full width on a GPU, less on a CPU. */
  readonly width: number | null
  readonly samples: number
  readonly dawnToggles: readonly string[]
  readonly json: boolean
}

const RECIPES = PRESETS.map(({ name }) => name)

export const BENCH_USAGE = `${launcher('bench')} step|convolution|sides [options]
  --recipe NAME       ${RECIPES.join(', ')}; may be repeated (page-10 and airbench94)
  --engine NAME       ${CONTENDERS.join(', ')}; may be repeated (all)
  --batch N           images per step (on a GPU the recipe's, or fewer to fit in memory; on a CPU 64 or 32)
  --width F           multiply the number of channels by F (1 on a GPU, 0.25 or 0.5 on a CPU)
  --samples N         number of measurements of each engine, taken in turn (9)
  --dawn-toggle NAME  pass a toggle to Dawn; may be repeated
  --json              print one JSON object to standard output`

/** Parses the arguments after the benchmark's name. Throws an ArgumentError that names the invalid one. */
export function parseBenchOptions(argv: readonly string[]): BenchOptions {
  const values = parseOptions(
    {
      recipe: { type: 'string', multiple: true },
      engine: { type: 'string', multiple: true },
      batch: { type: 'string' },
      width: { type: 'string' },
      samples: { type: 'string' },
      'dawn-toggle': { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
    argv,
  )
  const words = <T extends string>(name: string, names: readonly string[], known: readonly T[]) =>
    names.map((word) => wordOption(name, word, known))
  const { batch, width } = values
  return {
    recipes: words('recipe', values.recipe ?? ['page-10', 'airbench94'], RECIPES),
    contenders: words('engine', values.engine ?? CONTENDERS, CONTENDERS),
    batchSize: batch === undefined ? null : numberOption('batch', batch, BATCH_BOUNDS),
    width: width === undefined ? null : numberOption('width', width, WIDTH_BOUNDS),
    samples: numberOption('samples', values.samples ?? '9', { integer: true, min: 1, max: 1000 }),
    dawnToggles: values['dawn-toggle'] ?? [],
    json: values.json ?? false,
  }
}

/** Prints the progress of a benchmark on stderr. */
export const printProgress = (text: string) => process.stderr.write(`${text}\n`)

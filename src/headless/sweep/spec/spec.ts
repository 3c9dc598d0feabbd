import { ENGINE_NAMES } from '../../../engine/engine.ts'
import { DATASET_NAMES } from '../../../data/datasets.ts'
import * as v from 'valibot'
import { PRESETS } from '../../../recipe/presets.ts'
import { TOGGLE_NAMES } from '../../../recipe/toggles.ts'
import type { NumberBounds } from '../../command-line/arguments.ts'
import {
  BATCH_BOUNDS,
  EPOCHS_BOUNDS,
  PRECISIONS,
  WIDTH_BOUNDS,
} from '../../command-line/recipe-options.ts'
import { objectMessage, SpecError, specErrorOf } from './field-error.ts'

const MAX_SEED = 0xffffffff
const MAX_SEEDS = 10_000

const numberIn = ({ integer, min, max = Number.MAX_SAFE_INTEGER }: NumberBounds) => {
  const kind = integer ? 'a whole number' : 'a number'
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return v.custom<number>(
    (value) =>
      typeof value === 'number' &&
      value >= min &&
      value <= max &&
      (!integer || Number.isInteger(value)),
    `It must be ${kind} ${range}.`,
  )
}

const oneOf = <const T extends readonly string[]>(words: T) =>
  v.picklist(words, `It must be one of ${words.map((word) => `"${word}"`).join(', ')}.`)

const toggleName = v.picklist(
  TOGGLE_NAMES,
  ({ received }) => `There is no toggle ${received}; train --list names them.`,
)

const images = numberIn({ integer: true, min: 1 })

/** The settings that can differ between runs, named like the options of `train`. */
const SETTINGS = {
  recipe: v.exactOptional(
    v.picklist(
      PRESETS.map(({ name }) => name),
      ({ received }) => `There is no recipe ${received}; train --list names them.`,
    ),
  ),
  engine: v.exactOptional(oneOf(ENGINE_NAMES)),
  train: v.exactOptional(images),
  test: v.exactOptional(images),
  width: v.exactOptional(numberIn(WIDTH_BOUNDS)),
  epochs: v.exactOptional(numberIn(EPOCHS_BOUNDS)),
  batch: v.exactOptional(numberIn(BATCH_BOUNDS)),
  precision: v.exactOptional(oneOf(PRECISIONS)),
  toggle: v.exactOptional(
    v.record(
      toggleName,
      oneOf(['on', 'off']),
      'It must be an object of toggles, such as {"cutout": "off"}.',
    ),
  ),
  retune: v.exactOptional(v.array(toggleName, 'It must be a list of toggles, such as ["cutout"].')),
  set: v.exactOptional(
    v.record(
      v.string(),
      v.unknown(),
      'It must be an object of fields, such as {"optimiser.momentum": 0.8}.',
    ),
  ),
}

const SettingsSchema = v.strictObject(SETTINGS, objectMessage)

const seed = numberIn({ integer: true, min: 0, max: MAX_SEED })

const SEEDS =
  'It must be a list of seeds, such as [1, 2, 3], or a range, such as {"from": 1, "to": 10}.'
const SEED_COUNT = `It must have 1 to ${MAX_SEEDS} seeds.`

const SeedListSchema = v.pipe(
  v.array(seed, SEEDS),
  v.minLength(1, SEED_COUNT),
  v.maxLength(MAX_SEEDS, SEED_COUNT),
)

const SeedRangeSchema = v.pipe(
  v.strictObject({ from: seed, to: seed }, (issue) =>
    issue.expected === 'Object' ? SEEDS : objectMessage(issue),
  ),
  v.check(({ from, to }) => from <= to && to - from < MAX_SEEDS, SEED_COUNT),
)

const SeedsSchema = v.lazy((value) => (Array.isArray(value) ? SeedListSchema : SeedRangeSchema))

const SpecSchema = v.strictObject(
  {
    ...SETTINGS,
    /** Which images: all of CIFAR-10, or the ones that come with the program. */
    data: v.exactOptional(oneOf(DATASET_NAMES)),
    seeds: SeedsSchema,
    /** Changes to the settings above, one group of runs each; {} changes nothing. */
    variations: v.exactOptional(
      v.pipe(
        v.array(SettingsSchema, 'It must be a list of objects, such as [{}, {"batch": 256}].'),
        v.minLength(1, 'It must have at least one variation; {} changes nothing.'),
      ),
    ),
  },
  objectMessage,
)

export type SweepSpec = v.InferOutput<typeof SpecSchema>
export type SweepSettings = v.InferOutput<typeof SettingsSchema>

/** Reads a sweep's file. Throws a SpecError that names the field. */
export function readSpec(text: string): SweepSpec {
  const spec = v.safeParse(SpecSchema, parsed(text))
  if (!spec.success) throw specErrorOf(spec.issues)
  return spec.output
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SpecError('', `It is not JSON: ${error instanceof Error ? error.message : ''}.`)
  }
}

/** The seeds of a sweep, in order. */
export const sweepSeeds = ({ seeds }: SweepSpec): readonly number[] =>
  'from' in seeds
    ? Array.from({ length: seeds.to - seeds.from + 1 }, (_, i) => seeds.from + i)
    : seeds

import * as v from 'valibot'
import type { EngineName } from '../engine/engine.ts'
import {
  normalised,
  presetChoice,
  type RecipeChoice,
  RecipeChoiceSchema,
} from '../recipe/choice.ts'
import { PRESETS } from '../recipe/presets.ts'
import { TOGGLE_NAMES } from '../recipe/toggles.ts'
import { DEFAULT_SETUP, MAX_SEED, type Setup } from '../runs/setup.ts'
import { THEMES, type Theme } from './theme.ts'

const SeedSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,10}$/),
  v.transform(Number),
  v.maxValue(MAX_SEED),
)
const EngineSchema = v.picklist(['tfjs', 'wgsl'] satisfies EngineName[])

/** What a field set by hand is written under, before its path. */
const OVERRIDE = 'set.'
const RETUNES = 'retune'

export interface Query {
  readonly setup: Setup
  /** Whether the address names a recipe. */
  readonly chosen: boolean
  readonly theme: Theme | null
}

/**
 * What an address asks for, as in `?recipe=tiny&seed=3&cutout=off&set.labelSmoothing=0.1&theme=dark`. What makes no
 * sense is left out.
 */
export function readQuery(search: string): Query {
  const parameters = new URLSearchParams(search)
  const read = <T>(name: string, schema: v.GenericSchema<string, T>): T | null => {
    const result = v.safeParse(schema, parameters.get(name) ?? '')
    return result.success ? result.output : null
  }
  const preset = read('recipe', v.picklist(PRESETS.map(({ name }) => name)))
  const asked = v.safeParse(RecipeChoiceSchema, {
    preset: preset ?? DEFAULT_SETUP.choice.preset,
    ...readChanges(parameters),
  })
  const choice = asked.success
    ? normalised(asked.output)
    : presetChoice(preset ?? DEFAULT_SETUP.choice.preset)
  return {
    setup: {
      choice,
      seed: read('seed', SeedSchema) ?? DEFAULT_SETUP.seed,
      engine: read('engine', EngineSchema) ?? DEFAULT_SETUP.engine,
    },
    chosen: preset !== null || writeChanges(choice).length > 0,
    theme: read('theme', v.picklist(THEMES)),
  }
}

function readChanges(parameters: URLSearchParams) {
  const toggles = TOGGLE_NAMES.flatMap((name) => {
    const state = parameters.get(name)
    return state === 'on' || state === 'off' ? [[name, state === 'on'] as const] : []
  })
  const overrides = [...parameters]
    .filter(([name]) => name.startsWith(OVERRIDE))
    .map(([name, text]) => [name.slice(OVERRIDE.length), parsed(text)] as const)
  const retunes = (parameters.get(RETUNES) ?? '').split(',')
  return {
    toggles: Object.fromEntries(toggles),
    retunes: TOGGLE_NAMES.filter((name) => retunes.includes(name)),
    overrides: Object.fromEntries(overrides),
  }
}

/** JSON where it is JSON, else the text itself, so that words need no quotes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function writeChanges({ toggles, retunes, overrides }: RecipeChoice): [string, string][] {
  return [
    ...TOGGLE_NAMES.flatMap((name): [string, string][] => {
      const on = toggles[name]
      return on === undefined ? [] : [[name, on ? 'on' : 'off']]
    }),
    ...(retunes.length === 0 ? [] : [[RETUNES, retunes.join(',')] satisfies [string, string]]),
    ...Object.entries(overrides).map(([path, value]): [string, string] => [
      `${OVERRIDE}${path}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ]
}

/** Writes a setup into an address's query: what differs from the page's own. What others put there stays. */
export function writeSetup(parameters: URLSearchParams, { choice, seed, engine }: Setup): void {
  const mine = [...parameters.keys()].filter((name) => name.startsWith(OVERRIDE))
  for (const name of ['recipe', 'seed', 'engine', RETUNES, ...TOGGLE_NAMES, ...mine]) {
    parameters.delete(name)
  }
  if (choice.preset !== DEFAULT_SETUP.choice.preset) parameters.set('recipe', choice.preset)
  if (seed !== DEFAULT_SETUP.seed) parameters.set('seed', String(seed))
  if (engine !== DEFAULT_SETUP.engine) parameters.set('engine', engine)
  for (const [name, value] of writeChanges(choice)) parameters.set(name, value)
}

import * as v from 'valibot'
import type { EngineName } from '../engine/engine.ts'
import { RecipeChoiceSchema } from '../recipe/choice.ts'
import { TOGGLES, type ToggleName } from '../recipe/toggles.ts'
import { DEFAULT_SETUP, MAX_SEED, type Setup, withToggle } from '../runs/setup.ts'
import { THEMES, type Theme } from './theme.ts'

const SeedSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,10}$/),
  v.transform(Number),
  v.maxValue(MAX_SEED),
)
const EngineSchema = v.picklist(['tfjs', 'wgsl'] satisfies EngineName[])
const SwitchSchema = v.picklist(['on', 'off'])

const TOGGLE_NAMES = Object.keys(TOGGLES).filter((name): name is ToggleName => name in TOGGLES)

export interface Query {
  readonly setup: Setup
  /** Whether the address names a recipe. */
  readonly chosen: boolean
  readonly theme: Theme | null
}

/** What an address asks for, as in `?recipe=tiny&seed=3&cutout=off&theme=dark`. What makes no sense is left out. */
export function readQuery(search: string): Query {
  const parameters = new URLSearchParams(search)
  const read = <T>(name: string, schema: v.GenericSchema<string, T>): T | null => {
    const result = v.safeParse(schema, parameters.get(name) ?? '')
    return result.success ? result.output : null
  }
  const preset = read('recipe', v.pipe(v.string(), RecipeChoiceSchema.entries.preset))
  const switches = TOGGLE_NAMES.map((name) => ({ name, asked: read(name, SwitchSchema) }))
  const choice = switches.reduce(
    (current, { name, asked }) =>
      asked === null ? current : withToggle(current, name, asked === 'on'),
    { ...DEFAULT_SETUP.choice, preset: preset ?? DEFAULT_SETUP.choice.preset },
  )
  return {
    setup: {
      choice,
      seed: read('seed', SeedSchema) ?? DEFAULT_SETUP.seed,
      engine: read('engine', EngineSchema) ?? DEFAULT_SETUP.engine,
    },
    chosen: preset !== null || Object.keys(choice.toggles).length > 0,
    theme: read('theme', v.picklist(THEMES)),
  }
}

/** The address's query for a setup: what differs from the page's own, and what others put there. */
export function writeQuery(search: string, { choice, seed, engine }: Setup): string {
  const parameters = new URLSearchParams(search)
  const set = (name: string, value: string | null) =>
    value === null ? parameters.delete(name) : parameters.set(name, value)
  set('recipe', choice.preset === DEFAULT_SETUP.choice.preset ? null : choice.preset)
  set('seed', seed === DEFAULT_SETUP.seed ? null : String(seed))
  set('engine', engine === DEFAULT_SETUP.engine ? null : engine)
  for (const name of TOGGLE_NAMES) {
    const on = choice.toggles[name]
    set(name, on === undefined ? null : on ? 'on' : 'off')
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

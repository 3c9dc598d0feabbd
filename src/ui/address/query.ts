import * as v from 'valibot'
import { ENGINE_NAMES } from '../../engine/engine.ts'
import { normalised, presetChoice, refusal, type RecipeChoice } from '../../recipe/choice.ts'
import { positiveZero } from '../../recipe/positive-zero.ts'
import { PRESETS } from '../../recipe/presets.ts'
import { TOGGLE_NAMES } from '../../recipe/toggles.ts'
import { DEFAULT_SETUP, MAX_SEED, type Setup } from '../../runs/store/setup.ts'
import { QUERY } from '../words/texts.ts'
import { THEMES, type Theme } from '../app/theme.ts'

const SeedSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,10}$/),
  v.transform(Number),
  v.maxValue(MAX_SEED),
)
const EngineSchema = v.picklist(ENGINE_NAMES)

/** Prefix of a custom field's path. */
const OVERRIDE = 'set.'
const RETUNES = 'retune'

/** Parameters that `readQuery` reads by name. */
const OWN = new Set(['recipe', 'seed', 'engine', 'theme', 'matrices'])

/** The view, what Compare shows, and the run to race; `page-view.ts`, `compare/view.ts` and `race/raced.ts` read them. */
const OF_VIEWS = new Set([
  'view',
  'place',
  'runs',
  'x',
  'log',
  'smooth',
  'label',
  'loss',
  'seeds',
  'sort',
  'race',
])

/** Parameters that mail programs, chats and advertisers append to links. */
const TRACKING =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|ref|ref_src|source|si|_ga|_gl)$/

/** Limits, because finding the changes that fit takes time proportional to the square of their number. */
const MOST_LETTERS_READ = 50_000
const MOST_CHANGES = 100

/** A part of the address that is not used. */
export interface Ignored {
  /** As written, such as `seed=-1`. */
  readonly part: string
  readonly reason: string
}

export interface Query {
  readonly setup: Setup
  /** Whether the address names a recipe. */
  readonly chosen: boolean
  readonly theme: Theme | null
  /** `matrices=on` requests the browser's experimental subgroup matrices, for developers with such a GPU. */
  readonly matrices: boolean
  readonly ignored: readonly Ignored[]
}

/** Changes to a preset in an address. */
interface Change {
  readonly part: string
  readonly apply: (choice: RecipeChoice) => RecipeChoice
}

/**
 * The settings of an address, as in `?recipe=tiny&seed=3&cutout=off&set.labelSmoothing=0.1&theme=dark`. Settings that are
 * invalid, alone or together, are ignored and listed.
 */
export function readQuery(search: string): Query {
  const ignored: Ignored[] = []
  const isTooLong = search.length > MOST_LETTERS_READ
  if (isTooLong) ignored.push({ part: search, reason: QUERY.tooLong })
  const parameters = withoutRepeated(new URLSearchParams(isTooLong ? '' : search), ignored)
  const read = <T>(name: string, schema: v.GenericSchema<string, T>, reason: string): T | null => {
    const text = parameters.get(name)
    if (text === null) return null
    const result = v.safeParse(schema, text)
    if (result.success) return result.output
    ignored.push({ part: `${name}=${text}`, reason })
    return null
  }
  const names = PRESETS.map(({ name }) => name)
  const preset = read(
    'recipe',
    v.picklist(names),
    recipeReason(parameters.get('recipe') ?? '', names),
  )
  const setup = {
    seed: read('seed', SeedSchema, QUERY.seed(MAX_SEED)) ?? DEFAULT_SETUP.seed,
    engine: read('engine', EngineSchema, QUERY.oneOf(EngineSchema.options)) ?? DEFAULT_SETUP.engine,
  }
  const theme = read('theme', v.picklist(THEMES), QUERY.oneOf(THEMES))
  const matrices = read('matrices', v.literal('on'), QUERY.oneOf(['on'])) !== null
  const all = readChanges(parameters, ignored)
  const changes = all.slice(0, MOST_CHANGES)
  for (const { part } of all.slice(MOST_CHANGES)) ignored.push({ part, reason: QUERY.tooMany })
  const start = presetChoice(preset ?? DEFAULT_SETUP.choice.preset)
  const choice = normalised(withAsMany(start, changes, ignored))
  return {
    setup: { choice, ...setup },
    chosen: preset !== null || writeChanges(choice).length > 0,
    theme,
    matrices,
    ignored,
  }
}

/** Most ignored parts that the sentence names, and most letters of each. */
const MOST_NAMED = 5
const MOST_LETTERS = 80

/** A sentence that names the ignored parts of the address, and why. */
export function ignoredWords(ignored: readonly Ignored[]): string {
  const short = (text: string) =>
    text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text
  const named = ignored
    .slice(0, MOST_NAMED)
    .map(({ part, reason }) => QUERY.part(short(part), short(reason.replace(/\.$/, ''))))
  const others = ignored.length - named.length
  return QUERY.ignored(others === 0 ? named : [...named, QUERY.more(others)])
}

/** The first of each setting; the others go to `ignored`. */
function withoutRepeated(parameters: URLSearchParams, ignored: Ignored[]): URLSearchParams {
  const first = new URLSearchParams()
  for (const [name, text] of parameters) {
    if (!first.has(name)) first.append(name, text)
    else if (!OF_VIEWS.has(name) && !TRACKING.test(name)) {
      ignored.push({ part: `${name}=${text}`, reason: QUERY.repeated })
    }
  }
  return first
}

function recipeReason(typed: string, names: readonly string[]): string {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const meant = names.find((name) => plain(name) === plain(typed))
  return meant === undefined ? QUERY.noRecipe : QUERY.otherRecipe(meant)
}

function readChanges(parameters: URLSearchParams, ignored: Ignored[]): Change[] {
  return [...parameters].flatMap(([name, text]): Change[] => {
    const part = `${name}=${text}`
    const toggle = TOGGLE_NAMES.find((known) => known === name)
    if (toggle !== undefined) {
      if (text !== 'on' && text !== 'off') {
        ignored.push({ part, reason: QUERY.oneOf(['on', 'off']) })
        return []
      }
      const on = text === 'on'
      const apply = (choice: RecipeChoice) => ({
        ...choice,
        toggles: { ...choice.toggles, [toggle]: on },
      })
      return [{ part, apply }]
    }
    if (name === RETUNES) return text.split(',').flatMap((item) => readRetune(item, ignored))
    if (name.startsWith(OVERRIDE)) {
      const path = name.slice(OVERRIDE.length)
      const apply = (choice: RecipeChoice) => ({
        ...choice,
        overrides: { ...choice.overrides, [path]: parsed(text) },
      })
      return [{ part, apply }]
    }
    const known = OWN.has(name) || OF_VIEWS.has(name) || TRACKING.test(name)
    if (!known) ignored.push({ part, reason: QUERY.unknown })
    return []
  })
}

function readRetune(item: string, ignored: Ignored[]): Change[] {
  const part = `${RETUNES}=${item}`
  const toggle = TOGGLE_NAMES.find((known) => known === item)
  if (toggle === undefined) {
    ignored.push({ part, reason: QUERY.unknown })
    return []
  }
  return [{ part, apply: (choice) => ({ ...choice, retunes: [...choice.retunes, toggle] }) }]
}

/** The choice with every change that fits; the others go to `ignored`. */
function withAsMany(
  start: RecipeChoice,
  changes: readonly Change[],
  ignored: Ignored[],
): RecipeChoice {
  const withAll = (list: readonly Change[]) => list.reduce((at, { apply }) => apply(at), start)
  const reason = refusal(withAll(changes))
  if (reason === null) return withAll(changes)
  const single = changes.findLast(
    (change) => refusal(withAll(changes.filter((other) => other !== change))) === null,
  )
  if (single !== undefined) {
    ignored.push({ part: single.part, reason })
    return withAll(changes.filter((other) => other !== single))
  }
  const used = changes.reduce<readonly Change[]>(
    (list, change) => (refusal(withAll([...list, change])) === null ? [...list, change] : list),
    [],
  )
  for (const change of changes) {
    if (used.includes(change)) continue
    const why = refusal(withAll([...used, change])) ?? reason
    ignored.push({ part: change.part, reason: why })
  }
  return withAll(used)
}

/** Parsed JSON, or the text itself if it is not JSON, so that words need no quotes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, positiveZero)
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

/** Writes a setup into an address's query, where it differs from the default. Other parameters stay. */
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

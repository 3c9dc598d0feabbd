import * as v from 'valibot'
import { checkRecipe } from './choice/adjust.ts'
import { type Difference, differences } from './choice/differences.ts'
import { isWithin, withValueAt } from './paths.ts'
import { presetNamed, PRESETS } from './presets.ts'
import type { Recipe } from './recipe.ts'
import { TOGGLE_NAMES, TOGGLES, type ToggleName } from './toggles.ts'
import type { Retune } from './toggles/toggle.ts'

const FieldsSchema = v.object({
  preset: v.picklist(PRESETS.map((preset) => preset.name)),
  /** Toggles that differ from the preset; true for on. */
  toggles: v.record(v.picklist(TOGGLE_NAMES), v.boolean()),
  /** Those of `toggles` whose retuning applies too. */
  retunes: v.array(v.picklist(TOGGLE_NAMES)),
  /** Custom fields: a path such as `augmentation.cutout`, and its value. */
  overrides: v.record(v.string(), v.unknown()),
})

/**
 * What a person chose: a preset and the changes to it. The recipe is always computed from this, so switching a toggle
 * off and on again changes nothing.
 */
export type RecipeChoice = v.InferOutput<typeof FieldsSchema>

/** A choice that resolves to a recipe, from any source. */
export const RecipeChoiceSchema: v.GenericSchema<unknown, RecipeChoice> = v.pipe(
  FieldsSchema,
  v.rawCheck(({ dataset, addIssue }) => {
    const reason = dataset.typed ? refusal(dataset.value) : null
    if (reason !== null) addIssue({ message: reason })
  }),
)

/** A preset without changes. */
export const presetChoice = (preset: RecipeChoice['preset']): RecipeChoice => ({
  preset,
  toggles: {},
  retunes: [],
  overrides: {},
})

/**
 * The recipe of a choice: the preset, then toggles with the fields they require, then retunings, then custom fields.
 * Throws a RangeError with the reason if they can't be combined.
 */
export function resolveRecipe(choice: RecipeChoice): Recipe {
  const toggled = withToggles(choice)
  const recipe = withOverrides(toggled, choice.overrides)
  const conflict = conflictOf(choice, recipe) ?? undoneOf(choice, toggled)
  if (conflict !== null) throw new RangeError(conflict)
  return recipe
}

/** Why a choice has no recipe, as a sentence; null if it has one. */
export function refusal(choice: RecipeChoice): string | null {
  try {
    resolveRecipe(choice)
    return null
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

/** The preset's recipe with toggles and retunes, before it is checked. */
function withToggles(choice: Pick<RecipeChoice, 'preset' | 'toggles' | 'retunes'>): Recipe {
  const { recipe: preset } = presetNamed(choice.preset)
  const changed = changedToggles(choice)
  const isOn = (name: ToggleName) => choice.toggles[name] === true
  const asChosen = (recipe: Recipe) =>
    changed.reduce((current, name) => switched(name, isOn(name), current, preset), recipe)
  const retuned = changed
    .filter((name) => choice.retunes.includes(name))
    .reduce(
      (recipe, name) => retuneOf(name, recipe)?.apply(recipe, isOn(name)) ?? recipe,
      asChosen(preset),
    )
  // A retuning may undo a requested toggle, such as cutout.
  return asChosen(retuned)
}

/** A recipe with one toggle switched; the same recipe if it is already in that state. */
function switched(name: ToggleName, on: boolean, recipe: Recipe, preset: Recipe): Recipe {
  const toggle = TOGGLES[name]
  if (toggle.isOn(recipe) === on) return recipe
  return on ? toggle.on(recipe, preset) : toggle.off(recipe, preset)
}

/** The retuning of a toggle for the recipe's network family; null if there is none. */
export const retuneOf = (name: ToggleName, { network }: Recipe): Retune | null =>
  TOGGLES[name].retune?.[network.family] ?? null

function withOverrides(recipe: Recipe, overrides: RecipeChoice['overrides']): Recipe {
  const paths = Object.keys(overrides).sort()
  if (paths.length === 0) return recipe
  const set = paths.reduce<unknown>((at, path) => withValueAt(at, path, overrides[path]), recipe)
  return checkRecipe(set, paths.join(', '))
}

function conflictOf(choice: RecipeChoice, recipe: Recipe): string | null {
  const concerned = TOGGLE_NAMES.filter(
    (name) => choice.toggles[name] === true || TOGGLES[name].isOn(recipe),
  )
  for (const name of concerned) {
    const conflict = TOGGLES[name].conflict?.(recipe) ?? null
    if (conflict !== null) return conflict
  }
  return null
}

/** The fields that change only because a toggle of the choice requires it. */
export function requiredBy(choice: RecipeChoice, name: ToggleName): readonly Difference[] {
  const { requires = [] } = TOGGLES[name]
  const plain = { ...choice, retunes: [] }
  return differences(withToggles(withoutToggle(plain, name)), withToggles(plain)).filter(
    ({ path, to }) => to !== undefined && requires.some((required) => isWithin(path, required)),
  )
}

/** Why a toggle isn't in the requested state: another toggle excludes it. */
function undoneOf(choice: RecipeChoice, recipe: Recipe): string | null {
  const undone = changedToggles(choice).find(
    (name) => TOGGLES[name].isOn(recipe) !== choice.toggles[name],
  )
  if (undone === undefined) return null
  const rival = changedToggles(choice).find(
    (name) => name !== undone && !agree(choice, name, undone),
  )
  const title = (name: ToggleName) =>
    `“${TOGGLES[name].title}” ${choice.toggles[name] === true ? 'on' : 'off'}`
  return rival === undefined
    ? `This recipe can’t have ${title(undone)}.`
    : `${title(rival)} and ${title(undone)} can’t be combined.`
}

/** Whether two toggles of a choice, without the others, can both have their requested states. */
function agree(choice: RecipeChoice, a: ToggleName, b: ToggleName): boolean {
  const { preset, toggles } = choice
  const recipe = withToggles({ preset, retunes: [], toggles: { [a]: toggles[a], [b]: toggles[b] } })
  return [a, b].every((name) => TOGGLES[name].isOn(recipe) === toggles[name])
}

/**
 * The choice with one toggle set. Drops changes without effect, toggles that this one excludes (such as another
 * activation), and custom values of its settings, which would undo it. The result may have no recipe, see `refusal`.
 */
export function withToggle(choice: RecipeChoice, name: ToggleName, on: boolean): RecipeChoice {
  const settings = TOGGLES[name].settings ?? []
  const overrides = Object.fromEntries(
    Object.entries(choice.overrides).filter(([path]) => settings.every((s) => s.path !== path)),
  )
  const next = { ...choice, overrides, toggles: { ...choice.toggles, [name]: on } }
  const rivals = changedToggles(next).filter((other) => other !== name && !agree(next, name, other))
  const alone = rivals.reduce(withoutToggle, next)
  return refusal(alone) === null ? normalised(alone) : alone
}

/** The choice with a toggle’s retuning applied or not. */
export function withRetune(choice: RecipeChoice, name: ToggleName, taken: boolean): RecipeChoice {
  const others = choice.retunes.filter((other) => other !== name)
  return normalised({ ...choice, retunes: taken ? [...others, name] : others })
}

/**
 * The choice with custom fields, by path; undefined resets a field. The result may have no recipe, see `refusal`.
 */
export function withFields(
  choice: RecipeChoice,
  values: Readonly<Record<string, unknown>>,
): RecipeChoice {
  const overrides = Object.fromEntries(
    Object.entries({ ...choice.overrides, ...values }).filter(([, value]) => value !== undefined),
  )
  const next = { ...choice, overrides }
  return refusal(next) === null ? normalised(next) : next
}

/** The toggles that a choice sets, in the order in which they apply. */
export const changedToggles = ({ toggles }: Pick<RecipeChoice, 'toggles'>): ToggleName[] =>
  TOGGLE_NAMES.filter((name) => toggles[name] !== undefined)

/** The choice without changes that have no effect; it has the same recipe. */
export function normalised(choice: RecipeChoice): RecipeChoice {
  const least = changedToggles(choice).reduce((current, name) => {
    const without = withoutToggle(current, name)
    return same(withToggles(current), withToggles(without)) ? without : current
  }, choice)
  const retunes = changedToggles(least).filter(
    (name) => least.retunes.includes(name) && retuneOf(name, withToggles(least)) !== null,
  )
  const tuned = { ...least, retunes }
  const overrides = Object.keys(choice.overrides)
    .sort()
    .reduce<RecipeChoice['overrides']>((kept, path) => {
      const { [path]: _, ...others } = kept
      return makesSame(withToggles(tuned), kept, others) ? others : kept
    }, choice.overrides)
  return { ...tuned, overrides }
}

/** Whether fewer custom fields give the same recipe. They may give none: a batch size may need its group size. */
function makesSame(
  base: Recipe,
  fields: RecipeChoice['overrides'],
  fewer: RecipeChoice['overrides'],
): boolean {
  const recipe = withOverrides(base, fields)
  try {
    return same(recipe, withOverrides(base, fewer))
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const same = (a: Recipe, b: Recipe): boolean => differences(a, b).length === 0

function withoutToggle(choice: RecipeChoice, name: ToggleName): RecipeChoice {
  const { [name]: _, ...toggles } = choice.toggles
  return { ...choice, toggles, retunes: choice.retunes.filter((other) => other !== name) }
}

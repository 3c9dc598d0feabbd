import { changedToggles, type RecipeChoice, requiredBy } from '../choice.ts'
import { fieldWords } from '../fields.ts'
import { presetNamed } from '../presets.ts'
import { TOGGLES, type ToggleName } from '../toggles.ts'

/** The changes of a choice, in words: `Cutout on`, `batch size 256`. */
export function changesOf(choice: RecipeChoice): readonly string[] {
  const toggles = changedToggles(choice).map((name) => {
    const state = choice.toggles[name] === true ? 'on' : 'off'
    const retuned = choice.retunes.includes(name) ? ', retuned' : ''
    return `${TOGGLES[name].title} ${state}${retuned}`
  })
  const overrides = Object.entries(choice.overrides)
  return [...toggles, ...overrides.map(([path, value]) => fieldWords(path, value))]
}

/** The other fields that a toggle of a choice changes, in words, for "Also changes: …". */
export const alsoChanges = (choice: RecipeChoice, name: ToggleName): readonly string[] =>
  requiredBy(choice, name).map(({ path, to }) => fieldWords(path, to))

/** A choice in one line. */
export function summariseChoice(choice: RecipeChoice): string {
  const changes = changesOf(choice)
  const { title } = presetNamed(choice.preset)
  return changes.length === 0 ? title : `${title} with ${changes.join(', ')}`
}

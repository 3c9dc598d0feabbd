import { changedToggles } from '../../recipe/choice.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { TOGGLES } from '../../recipe/toggles.ts'
import { useActions, useLab } from '../lab-context.ts'
import { RECIPE } from './texts.ts'

/** One line that sums up what the recipe is and what was changed, and undoes it. */
export function Summary() {
  const choice = useLab(({ setup }) => setup.choice)
  const { undoChanges } = useActions()
  const { title, summary } = presetNamed(choice.preset)
  const changed = changedToggles(choice)
  if (changed.length === 0) {
    return (
      <p className="summary">
        {title}, {RECIPE.plain}. <span className="second">{summary}</span>
      </p>
    )
  }
  const words = changed.map((name) =>
    RECIPE.turned(TOGGLES[name].title, choice.toggles[name] === true),
  )
  return (
    <p className="summary">
      {title} {RECIPE.with} <b>{RECIPE.changes(changed.length)}</b>: {words.join(', ')}.{' '}
      <button type="button" className="word-key" onClick={undoChanges}>
        {RECIPE.undo(changed.length)}
      </button>
    </p>
  )
}

import { SUMMARIES } from '../../recipe/explanations/summaries.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { changesOf } from '../../recipe/choice/summary.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { RECIPE } from './texts.ts'

/** One line with the recipe and its changes, and a button to undo them. */
export function RecipeSummary() {
  const choice = useLab(({ setup }) => setup.choice)
  const { undoChanges } = useActions()
  const { title } = presetNamed(choice.preset)
  const changed = changesOf(choice)
  if (changed.length === 0) {
    return (
      <p className="summary">
        {title}, {RECIPE.plain}. <span className="second">{SUMMARIES[choice.preset]}</span>
      </p>
    )
  }
  return (
    <p className="summary">
      {title} {RECIPE.with} <b>{RECIPE.changes(changed.length)}</b>: {changed.join(', ')}.{' '}
      <button type="button" className="word-button" onClick={undoChanges}>
        {RECIPE.undo(changed.length)}
      </button>
    </p>
  )
}

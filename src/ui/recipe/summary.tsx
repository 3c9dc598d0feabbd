import { SUMMARIES } from '../../recipe/explanations/summaries.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { changesOf } from '../../recipe/summary.ts'
import { useActions, useLab } from '../lab-context.ts'
import { RECIPE } from './texts.ts'

/** One line that sums up what the recipe is and what was changed, and undoes it. */
export function Summary() {
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
      <button type="button" className="word-key" onClick={undoChanges}>
        {RECIPE.undo(changed.length)}
      </button>
    </p>
  )
}

import { useDeferredValue } from 'react'
import { resolveRecipe } from '../../recipe/choice.ts'
import { TOGGLE_GROUPS } from '../../recipe/toggles/toggle.ts'
import { isUnderWay } from '../../runs/run.ts'
import { changedSinceStart } from '../../runs/store/lab-state.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { describeRecipe, describeSchedule } from './describe.ts'
import { EngineChoice } from './engine-choice.tsx'
import { Group } from './group.tsx'
import { PresetLadder } from './ladder/ladder.tsx'
import './recipe.css'
import './ladder/ladder.css'
import './toggles/toggle-row.css'
import './schedule/schedule.css'
import { ScheduleFields } from './schedule/schedule-fields.tsx'
import { SchedulePreview } from './schedule/schedule-preview.tsx'
import { SeedField } from './seed-field.tsx'
import { RECIPE } from './texts.ts'
import { ToggleGroupSection } from './toggles/toggle-group.tsx'
import { SUMMARIES } from '../../recipe/explanations/summaries.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { changesOf } from '../../recipe/choice/summary.ts'

/** The whole recipe: summary, preset and all settings. */
export function RecipePanel() {
  const choice = useLab(({ setup }) => setup.choice)
  const engine = useLab(({ setup }) => setup.engine)
  const refused = useLab((state) => state.refused)
  const recipe = resolveRecipe(choice)
  // A run opens the drawer when it starts; in two parts, so that neither blocks the page for long.
  const whole = useDeferredValue(true, false)
  return (
    <div className="recipe">
      <RecipeSummary />
      {refused !== null && (
        <p className="locked" role="alert">
          {refused}
        </p>
      )}
      <Locked />
      <PresetLadder />
      {whole && (
        <div className="groups">
          {TOGGLE_GROUPS.map((group) =>
            group === 'schedule' ? (
              <ToggleGroupSection key={group} group={group} words={describeSchedule(recipe)}>
                <SchedulePreview choice={choice} />
                <ScheduleFields />
              </ToggleGroupSection>
            ) : (
              <ToggleGroupSection key={group} group={group} />
            ),
          )}
          <Group name={RECIPE.groups.engine} words={RECIPE.engines[engine].title}>
            <EngineChoice />
          </Group>
          <dl className="traits" aria-label={RECIPE.groups.parts}>
            {describeRecipe(recipe).map(({ name, words }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
          <SeedField />
        </div>
      )}
    </div>
  )
}

/** Says that changes during a run apply to the next one, with a button to restart. */
function Locked() {
  const underWay = useLab(({ run }) => run !== null && isUnderWay(run))
  const changed = useLab(changedSinceStart)
  const { restart } = useActions()
  if (!underWay) return null
  if (!changed) return <p className="locked">{RECIPE.locked}</p>
  return (
    <p className="locked">
      {RECIPE.changedSince}{' '}
      <button type="button" className="word-button" onClick={restart}>
        {RECIPE.restart}
      </button>
    </p>
  )
}

/** One line with the recipe and its changes, and a button to undo them. */
function RecipeSummary() {
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

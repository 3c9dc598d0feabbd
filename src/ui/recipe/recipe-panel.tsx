import { resolveRecipe } from '../../recipe/choice.ts'
import { TOGGLE_GROUPS } from '../../recipe/toggles/toggle.ts'
import { isUnderWay } from '../../runs/run.ts'
import { useLab } from '../lab-context.ts'
import { describeRecipe, describeSchedule } from './describe.ts'
import { EngineChoice } from './engine-choice.tsx'
import { Group } from './group.tsx'
import { Ladder } from './ladder.tsx'
import './recipe.css'
import { SchedulePreview } from './schedule-preview.tsx'
import { SeedField } from './seed-field.tsx'
import { Summary } from './summary.tsx'
import { RECIPE } from './texts.ts'
import { ToggleGroup } from './toggle-group.tsx'

/** The whole recipe: what it is, where it starts from, and everything that can be changed in it. */
export function RecipePanel() {
  const choice = useLab(({ setup }) => setup.choice)
  const engine = useLab(({ setup }) => setup.engine)
  const locked = useLab(({ run }) => run !== null && isUnderWay(run))
  const refused = useLab((state) => state.refused)
  const recipe = resolveRecipe(choice)
  return (
    <div className="recipe">
      <Summary />
      {refused !== null && (
        <p className="locked" role="alert">
          {refused}
        </p>
      )}
      {locked && <p className="locked">{RECIPE.locked}</p>}
      <Ladder />
      <div className="groups">
        {TOGGLE_GROUPS.map((group) =>
          group === 'schedule' ? (
            <ToggleGroup key={group} group={group} words={describeSchedule(recipe)}>
              <SchedulePreview choice={choice} />
            </ToggleGroup>
          ) : (
            <ToggleGroup key={group} group={group} />
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
    </div>
  )
}

import { changedToggles, resolveRecipe } from '../../recipe/choice.ts'
import { TOGGLES, type ToggleName } from '../../recipe/toggles.ts'
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
import { ToggleRow } from './toggle-row.tsx'

const TOGGLE_NAMES = Object.keys(TOGGLES).filter((name): name is ToggleName => name in TOGGLES)

/** The whole recipe: what it is, where it starts from, and everything that can be changed in it. */
export function RecipePanel() {
  const choice = useLab(({ setup }) => setup.choice)
  const engine = useLab(({ setup }) => setup.engine)
  const locked = useLab(({ run }) => run !== null && isUnderWay(run))
  const recipe = resolveRecipe(choice)
  const changed = changedToggles(choice).length
  const on = TOGGLE_NAMES.filter((name) => TOGGLES[name].isOn(recipe)).map((name) =>
    TOGGLES[name].title.toLowerCase(),
  )
  return (
    <div className="recipe">
      <Summary />
      {locked && <p className="locked">{RECIPE.locked}</p>}
      <Ladder />
      <div className="groups">
        <Group
          key={choice.preset}
          name={RECIPE.groups.data}
          words={changed > 0 ? RECIPE.changes(changed) : on.join(', ') || RECIPE.toggles.allOff}
          changed={changed > 0}
          opened
        >
          {TOGGLE_NAMES.map((name) => (
            <ToggleRow key={name} name={name} />
          ))}
        </Group>
        <Group name={RECIPE.groups.schedule} words={describeSchedule(recipe)}>
          <SchedulePreview choice={choice} />
        </Group>
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

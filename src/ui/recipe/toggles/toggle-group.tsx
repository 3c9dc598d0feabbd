import type { ReactNode } from 'react'
import { changedToggles, resolveRecipe } from '../../../recipe/choice.ts'
import { TOGGLE_NAMES, TOGGLES } from '../../../recipe/toggles.ts'
import type { ToggleGroup as GroupName } from '../../../recipe/toggles/toggle.ts'
import { useLab } from '../../context/lab-context.ts'
import { Group } from '../group.tsx'
import { KnobRow } from '../knob-row.tsx'
import { customFields, KNOBS } from '../knobs.ts'
import { useShownToggle } from './shown-toggle.ts'
import { RECIPE } from '../texts.ts'
import { ToggleRow } from './toggle-row.tsx'

interface ToggleGroupProps {
  readonly group: GroupName
  /** Its settings as text if unchanged; else the toggles that are on. */
  readonly words?: string
  readonly children?: ReactNode
}

/** The toggles of one part of the recipe. Initially open if one was changed or must be shown. */
export function ToggleGroupSection({ group, words, children }: ToggleGroupProps) {
  const choice = useLab(({ setup }) => setup.choice)
  const shown = useShownToggle()
  const recipe = resolveRecipe(choice)
  const names = TOGGLE_NAMES.filter((name) => TOGGLES[name].group === group)
  const changed =
    changedToggles(choice).filter((name) => names.includes(name)).length +
    customFields(group, choice).length
  const on = names.filter((name) => TOGGLES[name].isOn(recipe)).map((name) => TOGGLES[name].title)
  const requests = shown?.preset === choice.preset && names.includes(shown.name) ? shown.count : 0
  return (
    <Group
      key={`${choice.preset} ${requests}`}
      name={RECIPE.groups[group]}
      words={
        changed > 0 ? RECIPE.changes(changed) : (words ?? (on.join(', ') || RECIPE.toggles.allOff))
      }
      changed={changed > 0}
      opened={changed > 0 || requests > 0}
    >
      {children}
      {names.map((name) => (
        <ToggleRow key={name} name={name} />
      ))}
      {KNOBS[group]?.map((knob) => (
        <KnobRow key={knob.path} knob={knob} />
      ))}
    </Group>
  )
}

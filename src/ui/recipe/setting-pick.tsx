import { useId } from 'react'
import { resolveRecipe } from '../../recipe/choice.ts'
import { valueAt } from '../../recipe/paths.ts'
import type { Toggle } from '../../recipe/toggles/toggle.ts'
import { useActions, useLab } from '../lab-context.ts'
import { formatField } from './format-field.ts'
import { SetByHand } from './knob-row.tsx'

type Setting = NonNullable<Toggle['settings']>[number]

/** The values that a toggle offers for one of its fields, and the one that it has where that is another. */
export function SettingPick({ setting }: { setting: Setting }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setFields } = useActions()
  const name = useId()
  const { path, title, values } = setting
  const value = valueAt(resolveRecipe(choice), path)
  if (typeof value !== 'number') return null
  const offered = [...new Set([...values, value])].sort((a, b) => a - b)
  return (
    <div className="setting">
      <span id={name}>{title}</span>
      <span className="pick" role="radiogroup" aria-labelledby={name}>
        {offered.map((number) => (
          <label key={number}>
            <input
              type="radio"
              name={name}
              checked={number === value}
              onChange={() => setFields({ [path]: number })}
            />
            {formatField(number)}
          </label>
        ))}
      </span>
      {Object.hasOwn(choice.overrides, path) && <SetByHand path={path} title={title} />}
    </div>
  )
}

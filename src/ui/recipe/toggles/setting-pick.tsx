import { useId } from 'react'
import { resolveRecipe } from '../../../recipe/choice.ts'
import { valueAt } from '../../../recipe/paths.ts'
import type { SettingValue, Toggle } from '../../../recipe/toggles/toggle.ts'
import { useActions, useLab } from '../../context/lab-context.ts'
import { fieldValue } from '../../../recipe/fields.ts'
import { CustomValue } from '../knob-row.tsx'

type Setting = NonNullable<Toggle['settings']>[number]

/** The values that a toggle offers for a field, and the current one if different. */
export function SettingPick({ setting }: { setting: Setting }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setFields } = useActions()
  const name = useId()
  const { path, title, values } = setting
  const value = valueAt(resolveRecipe(choice), path)
  if (!isSettingValue(value)) return null
  return (
    <div className="setting">
      <span id={name}>{title}</span>
      <span className="pick" role="radiogroup" aria-labelledby={name}>
        {offeredValues(values, value).map((offered) => (
          <label key={String(offered)}>
            <input
              type="radio"
              name={name}
              checked={String(offered) === String(value)}
              onChange={() => setFields({ [path]: offered })}
            />
            {fieldValue(path, offered)}
          </label>
        ))}
      </span>
      {Object.hasOwn(choice.overrides, path) && <CustomValue path={path} title={title} />}
    </div>
  )
}

const isSettingValue = (value: unknown): value is SettingValue =>
  typeof value === 'number' ||
  (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'number'))

/** The values to choose from, and the one that it has; numbers rise. */
function offeredValues(values: readonly SettingValue[], own: SettingValue): SettingValue[] {
  const known = values.some((value) => String(value) === String(own))
  const all = known ? [...values] : [...values, own]
  return all.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0))
}

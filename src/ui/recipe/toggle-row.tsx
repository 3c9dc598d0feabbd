import { Switch } from 'radix-ui'
import { useId } from 'react'
import { presetNamed } from '../../recipe/presets.ts'
import { TOGGLES, type ToggleName } from '../../recipe/toggles.ts'
import { useActions, useLab } from '../lab-context.ts'
import { RECIPE } from './texts.ts'

/** One trick: its name, what it does, and a switch; a bar in the margin where it differs from the preset. */
export function ToggleRow({ name }: { name: ToggleName }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setToggle } = useActions()
  const id = useId()
  const toggle = TOGGLES[name]
  const asPreset = toggle.isOn(presetNamed(choice.preset).recipe)
  const on = choice.toggles[name] ?? asPreset
  const changed = on !== asPreset
  return (
    <div className={changed ? 'toggle changed' : 'toggle'}>
      <label htmlFor={id}>{toggle.title}</label>
      <Switch.Root
        id={id}
        className="switch"
        checked={on}
        aria-describedby={`${id}-explanation`}
        onCheckedChange={(checked) => setToggle(name, checked)}
      >
        <Switch.Thumb className="knob" />
      </Switch.Root>
      <p id={`${id}-explanation`}>
        {toggle.explanation}
        {changed && <em> {RECIPE.toggles.preset(asPreset)}</em>}
      </p>
    </div>
  )
}

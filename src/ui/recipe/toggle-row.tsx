import { Switch } from 'radix-ui'
import { useId } from 'react'
import { resolveRecipe, retuneOf } from '../../recipe/choice.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { alsoChanges } from '../../recipe/summary.ts'
import { TOGGLES, type ToggleName } from '../../recipe/toggles.ts'
import { useActions, useLab } from '../lab-context.ts'
import { ToggleExplanation } from './explanation.tsx'
import { SettingPick } from './setting-pick.tsx'
import { RECIPE } from './texts.ts'

const TEXT = RECIPE.toggles

/** One trick: its name, what it does, and a switch; a bar in the margin where it differs from the preset. */
export function ToggleRow({ name }: { name: ToggleName }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setToggle } = useActions()
  const id = useId()
  const { title, isOn, settings = [] } = TOGGLES[name]
  const on = isOn(resolveRecipe(choice))
  const switched = choice.toggles[name] !== undefined
  const changed = switched || settings.some(({ path }) => Object.hasOwn(choice.overrides, path))
  return (
    <div className={changed ? 'toggle changed' : 'toggle'}>
      <label htmlFor={id}>{title}</label>
      <Switch.Root
        id={id}
        className="switch"
        checked={on}
        aria-describedby={`${id}-explanation`}
        onCheckedChange={(checked) => setToggle(name, checked)}
      >
        <Switch.Thumb className="knob" />
      </Switch.Root>
      <ToggleExplanation name={name} id={`${id}-explanation`} />
      {on && settings.map((setting) => <SettingPick key={setting.path} setting={setting} />)}
      {switched && <Consequences name={name} />}
    </div>
  )
}

/** What a toggle that differs from the preset brings along, and what its author changed with it. */
function Consequences({ name }: { name: ToggleName }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setRetune, setToggle } = useActions()
  const { title, isOn } = TOGGLES[name]
  const inPreset = isOn(presetNamed(choice.preset).recipe)
  const also = alsoChanges(choice, name)
  const retune = retuneOf(name, resolveRecipe(choice))
  const taken = choice.retunes.includes(name)
  return (
    <p className="consequences">
      {TEXT.preset(inPreset)}
      {also.length > 0 && ` ${TEXT.also(also)}`}
      {retune !== null && (
        <>
          {` ${TEXT.retuned(retune.by, retune.words)} `}
          <button type="button" className="word-key" onClick={() => setRetune(name, !taken)}>
            {taken ? TEXT.leave : TEXT.take}
          </button>
        </>
      )}{' '}
      <button
        type="button"
        className="word-key"
        aria-label={RECIPE.knobs.resetNamed(title)}
        onClick={() => setToggle(name, inPreset)}
      >
        {RECIPE.knobs.reset}
      </button>
    </p>
  )
}

import { Switch } from 'radix-ui'
import { type RefObject, useEffect, useId, useRef } from 'react'
import { resolveRecipe, retuneOf } from '../../../recipe/choice.ts'
import { presetNamed } from '../../../recipe/presets.ts'
import { alsoChanges } from '../../../recipe/choice/summary.ts'
import { TOGGLES, type ToggleName } from '../../../recipe/toggles.ts'
import { useActions, useLab } from '../../context/lab-context.ts'
import { ToggleExplanation } from './explanation.tsx'
import { SettingPick } from './setting-pick.tsx'
import { markSeen, useShownToggle } from './shown-toggle.ts'
import { RECIPE } from '../texts.ts'

const TEXT = RECIPE.toggles

/** One trick: its name, effect and switch; with a bar in the margin if it differs from the preset. */
export function ToggleRow({ name }: { name: ToggleName }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setToggle } = useActions()
  const id = useId()
  const row = useRef<HTMLDivElement>(null)
  useShown(row, name)
  const { title, isOn, settings = [] } = TOGGLES[name]
  const on = isOn(resolveRecipe(choice))
  const switched = choice.toggles[name] !== undefined
  const changed = switched || settings.some(({ path }) => Object.hasOwn(choice.overrides, path))
  return (
    <div ref={row} className={changed ? 'toggle changed' : 'toggle'}>
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

/** Scrolls to the row and focuses its switch if the recipe was opened at it. */
function useShown(row: RefObject<HTMLDivElement | null>, name: ToggleName): void {
  const shown = useShownToggle()
  const wanted = shown?.name === name && !shown.seen
  useEffect(() => {
    if (!wanted) return
    row.current?.scrollIntoView({ block: 'nearest' })
    row.current?.querySelector<HTMLElement>('[role="switch"]')?.focus({ preventScroll: true })
    markSeen()
  }, [wanted, row])
}

/** The required fields and the retune of a toggle that differs from the preset. */
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
          <button type="button" className="word-button" onClick={() => setRetune(name, !taken)}>
            {taken ? TEXT.keep : TEXT.apply}
          </button>
        </>
      )}{' '}
      <button
        type="button"
        className="word-button"
        aria-label={RECIPE.knobs.resetNamed(title)}
        onClick={() => setToggle(name, inPreset)}
      >
        {RECIPE.knobs.reset}
      </button>
    </p>
  )
}

import { useId } from 'react'
import { resolveRecipe } from '../../recipe/choice.ts'
import { valueAt } from '../../recipe/paths.ts'
import { useActions, useLab } from '../lab-context.ts'
import { formatField } from './format-field.ts'
import type { Knob } from './knobs.ts'
import { NumberField } from '../number-field.tsx'
import { RECIPE } from './texts.ts'

/** One number of the recipe, and its way back where it was set by hand. */
export function KnobRow({ knob }: { knob: Knob }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setFields } = useActions()
  const id = useId()
  const value = valueAt(resolveRecipe(choice), knob.path)
  if (typeof value !== 'number') return null
  const changed = Object.hasOwn(choice.overrides, knob.path)
  return (
    <div className={changed ? 'knob-row changed' : 'knob-row'}>
      <label htmlFor={id}>{knob.title}</label>
      <NumberField
        id={id}
        value={value}
        step={knob.step}
        min={knob.min}
        max={knob.max}
        keys={RECIPE.knobs.keys(knob.title)}
        onChange={(number) => setFields({ [knob.path]: number })}
      />
      {changed && <SetByHand path={knob.path} title={knob.title} />}
    </div>
  )
}

/** What a field was before it was set by hand, and the key that sets it back. */
export function SetByHand({ path, title }: { path: string; title: string }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setFields } = useActions()
  const { [path]: _, ...others } = choice.overrides
  const before = valueAt(resolveRecipe({ ...choice, overrides: others }), path)
  return (
    <p className="consequences">
      {RECIPE.knobs.before(formatField(before))}{' '}
      <button
        type="button"
        className="word-key"
        aria-label={RECIPE.knobs.resetNamed(title)}
        onClick={() => setFields({ [path]: undefined })}
      >
        {RECIPE.knobs.reset}
      </button>
    </p>
  )
}

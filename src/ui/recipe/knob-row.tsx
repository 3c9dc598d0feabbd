import { useId } from 'react'
import { resolveRecipe } from '../../recipe/choice.ts'
import { valueAt } from '../../recipe/paths.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { fieldValue } from '../../recipe/fields.ts'
import type { Knob } from './knobs.ts'
import { NumberField } from '../controls/number-field.tsx'
import { RECIPE } from './texts.ts'

/** One number of the recipe, with a reset button if it is custom. */
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
        buttons={RECIPE.knobs.buttons(knob.title)}
        onChange={(number) => setFields({ [knob.path]: number })}
      />
      {changed && <CustomValue path={knob.path} title={knob.title} />}
    </div>
  )
}

/** The value of a custom field before the change, and a button to reset it. */
export function CustomValue({ path, title }: { path: string; title: string }) {
  const choice = useLab(({ setup }) => setup.choice)
  const { setFields } = useActions()
  const { [path]: _, ...others } = choice.overrides
  const before = valueAt(resolveRecipe({ ...choice, overrides: others }), path)
  return (
    <p className="consequences">
      {RECIPE.knobs.before(fieldValue(path, before))}{' '}
      <button
        type="button"
        className="word-button"
        aria-label={RECIPE.knobs.resetNamed(title)}
        onClick={() => setFields({ [path]: undefined })}
      >
        {RECIPE.knobs.reset}
      </button>
    </p>
  )
}

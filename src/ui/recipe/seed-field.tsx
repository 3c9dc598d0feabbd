import { useId } from 'react'
import { MAX_SEED } from '../../runs/store/setup.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { NumberField } from '../controls/number-field.tsx'
import { RECIPE } from './texts.ts'

const TEXT = RECIPE.seed

/** The seed of the next run. */
export function SeedField() {
  const seed = useLab(({ setup }) => setup.seed)
  const { setSeed } = useActions()
  const id = useId()
  return (
    <div className="knob-row">
      <label htmlFor={id}>{RECIPE.groups.seed}</label>
      <NumberField
        id={id}
        value={seed}
        step={1}
        min={0}
        max={MAX_SEED}
        buttons={TEXT}
        describedBy={`${id}-explanation`}
        onChange={setSeed}
      />
      <p id={`${id}-explanation`}>{TEXT.explanation}</p>
    </div>
  )
}

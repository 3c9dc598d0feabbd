import { Minus, Plus } from 'lucide-react'
import { useId } from 'react'
import { MAX_SEED } from '../../runs/setup.ts'
import { useActions, useLab } from '../lab-context.ts'
import { RECIPE } from './texts.ts'

const TEXT = RECIPE.seed

/** The seed of the next run: typed, or stepped with keys. */
export function SeedField() {
  const seed = useLab(({ setup }) => setup.seed)
  const { setSeed } = useActions()
  const id = useId()
  const change = (value: number) => {
    if (Number.isInteger(value) && value >= 0 && value <= MAX_SEED) setSeed(value)
  }
  return (
    <div className="knob-row">
      <label htmlFor={id}>{RECIPE.groups.seed}</label>
      <span className="number-field">
        <button type="button" aria-label={TEXT.less} onClick={() => change(seed - 1)}>
          <Minus strokeWidth={1.5} aria-hidden />
        </button>
        <input
          id={id}
          inputMode="numeric"
          value={seed}
          aria-describedby={`${id}-explanation`}
          onChange={(event) => change(Number(event.target.value))}
          onKeyDown={({ key, shiftKey }) => {
            const by = shiftKey ? 10 : 1
            if (key === 'ArrowUp') change(seed + by)
            if (key === 'ArrowDown') change(seed - by)
          }}
        />
        <button type="button" aria-label={TEXT.more} onClick={() => change(seed + 1)}>
          <Plus strokeWidth={1.5} aria-hidden />
        </button>
      </span>
      <p id={`${id}-explanation`}>{TEXT.explanation}</p>
    </div>
  )
}

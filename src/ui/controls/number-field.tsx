import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import './number-field.css'
import { parseNumber } from './parse-number.ts'
import { NUMBER } from '../words/texts.ts'

interface NumberFieldProps {
  /** For the label beside it. */
  readonly id?: string
  /** Its accessible name, if it has no label. */
  readonly name?: string
  readonly value: number
  /** The change per button press; ten times that with Shift. If it is whole, only whole numbers are accepted. */
  readonly step: number
  readonly min: number
  readonly max: number
  /** Names of the buttons beside the field. */
  readonly buttons: { readonly less: string; readonly more: string }
  readonly describedBy?: string
  readonly onChange: (value: number) => void
}

/** A number field with buttons and arrow keys, but without the wheel, which scrolls the page. */
export function NumberField(props: NumberFieldProps) {
  const { id, name, value, step, min, max, buttons, describedBy, onChange } = props
  /** The text being typed; an invalid number is not applied, and the field says so when it loses focus. */
  const [typed, setTyped] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const fits = (number: number) =>
    number >= min && number <= max && (!Number.isInteger(step) || Number.isInteger(number))
  const by = (steps: number) => {
    setTyped(null)
    const next = Number((value + steps * step).toPrecision(9))
    const within = Math.min(max, Math.max(min, next))
    if (within !== value) onChange(within)
  }
  return (
    <>
      <span className="number-field">
        <button type="button" aria-label={buttons.less} onClick={() => by(-1)}>
          <Minus strokeWidth={1.5} aria-hidden />
        </button>
        <input
          id={id}
          aria-label={name}
          inputMode={Number.isInteger(step) ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={typed ?? String(value)}
          aria-describedby={describedBy}
          aria-invalid={typed !== null && !fits(parseNumber(typed))}
          onChange={({ target }) => {
            setTyped(target.value)
            setRefused(null)
            const number = parseNumber(target.value)
            if (fits(number) && number !== value) onChange(number)
          }}
          onBlur={() => {
            if (typed !== null && !fits(parseNumber(typed))) {
              setRefused(NUMBER.refused(typed, Number.isInteger(step), min, max, value))
            }
            setTyped(null)
          }}
          onKeyDown={({ key, shiftKey }) => {
            if (key === 'ArrowUp') by(shiftKey ? 10 : 1)
            if (key === 'ArrowDown') by(shiftKey ? -10 : -1)
          }}
        />
        <button type="button" aria-label={buttons.more} onClick={() => by(1)}>
          <Plus strokeWidth={1.5} aria-hidden />
        </button>
      </span>
      {refused !== null && (
        <span className="number-refused" role="alert">
          {refused}
        </span>
      )}
    </>
  )
}

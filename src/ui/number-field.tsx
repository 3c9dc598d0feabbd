import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import './number-field.css'

interface NumberFieldProps {
  /** For the label that stands beside it. */
  readonly id?: string
  /** What it is called, where no label stands beside it. */
  readonly name?: string
  readonly value: number
  /** What a key adds or takes; ten times that with Shift. Whole numbers only where it is one. */
  readonly step: number
  readonly min: number
  readonly max: number
  /** What the keys beside the field are called. */
  readonly keys: { readonly less: string; readonly more: string }
  readonly describedBy?: string
  readonly onChange: (value: number) => void
}

/** A number that is typed, or stepped with keys: never with the wheel, which scrolls. */
export function NumberField(props: NumberFieldProps) {
  const { id, name, value, step, min, max, keys, describedBy, onChange } = props
  /** What is being typed; a number that does not fit is not taken over, and gone when the field is left. */
  const [typed, setTyped] = useState<string | null>(null)
  const fits = (number: number) =>
    number >= min && number <= max && (!Number.isInteger(step) || Number.isInteger(number))
  const by = (steps: number) => {
    setTyped(null)
    const next = Number((value + steps * step).toPrecision(9))
    const within = Math.min(max, Math.max(min, next))
    if (within !== value) onChange(within)
  }
  return (
    <span className="number-field">
      <button type="button" aria-label={keys.less} onClick={() => by(-1)}>
        <Minus strokeWidth={1.5} aria-hidden />
      </button>
      <input
        id={id}
        aria-label={name}
        inputMode={Number.isInteger(step) ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={typed ?? String(value)}
        aria-describedby={describedBy}
        aria-invalid={typed !== null && (typed.trim() === '' || !fits(Number(typed)))}
        onChange={({ target }) => {
          setTyped(target.value)
          const number = Number(target.value)
          if (target.value.trim() !== '' && fits(number) && number !== value) onChange(number)
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={({ key, shiftKey }) => {
          if (key === 'ArrowUp') by(shiftKey ? 10 : 1)
          if (key === 'ArrowDown') by(shiftKey ? -10 : -1)
        }}
      />
      <button type="button" aria-label={keys.more} onClick={() => by(1)}>
        <Plus strokeWidth={1.5} aria-hidden />
      </button>
    </span>
  )
}

import type { ReactNode } from 'react'

interface NumeralProps {
  readonly value: string
  /** Read aloud in place of an empty value. */
  readonly emptyWords?: string
  /** The widest possible value, such as 88.8: its width is reserved, with faint zeros for missing digits. */
  readonly widest?: string
  readonly unit?: string
  /** Sets a long unit in small type. */
  readonly smallUnit?: boolean
  readonly aside?: ReactNode
}

/** A large figure that does not shift while it counts. */
export function Numeral({
  value,
  emptyWords,
  widest = '',
  unit,
  smallUnit = false,
  aside,
}: NumeralProps) {
  const ghost = widest.slice(0, Math.max(0, widest.length - value.length)).replaceAll(/\d/g, '0')
  return (
    <div className="numeral">
      {ghost !== '' && (
        <span className="ghost" aria-hidden>
          {ghost}
        </span>
      )}
      {value}
      {value === '' && <span className="hidden-text">{emptyWords}</span>}
      {unit !== undefined && (
        <span aria-hidden={value === ''}>
          <Unit unit={unit} small={smallUnit} />
        </span>
      )}
      {/* The space separates them for screen readers. */}
      {aside !== undefined && aside !== false && (
        <>
          <span className="gap"> </span>
          {aside}
        </>
      )}
    </div>
  )
}

function Unit({ unit, small }: { unit: string; small: boolean }) {
  if (unit === '%') return <span className="percent">%</span>
  return small ? <small>{unit}</small> : <span className="unit">{`\u202f${unit}`}</span>
}

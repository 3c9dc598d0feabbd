import type { ReactNode } from 'react'

interface NumeralProps {
  readonly value: string
  /** The widest value there can be, such as 88.8: room is kept for it, leading digits as ghosts. */
  readonly widest?: string
  readonly unit?: string
  readonly aside?: ReactNode
}

/** A large figure that stays where it is while it counts. */
export function Numeral({ value, widest = '', unit, aside }: NumeralProps) {
  const ghost = widest.slice(0, Math.max(0, widest.length - value.length)).replaceAll(/\d/g, '0')
  return (
    <div className="numeral">
      {ghost !== '' && (
        <span className="ghost" aria-hidden>
          {ghost}
        </span>
      )}
      {value}
      {unit === '%' ? (
        <span className="percent">%</span>
      ) : (
        unit !== undefined && <span className="unit">{`\u202f${unit}`}</span>
      )}
      {aside}
    </div>
  )
}

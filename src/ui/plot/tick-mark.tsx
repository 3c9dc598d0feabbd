interface TickMarkProps {
  readonly x: number
  readonly top: number
  readonly minor?: boolean
}

/** The mark of a tick under the axis, on whole pixels. */
export function TickMark({ x, top, minor = false }: TickMarkProps) {
  const middle = Math.round(x) + 0.5
  return (
    <line
      className={minor ? 'tick minor' : 'tick'}
      x1={middle}
      x2={middle}
      y1={top}
      y2={top + (minor ? 3 : 6)}
    />
  )
}

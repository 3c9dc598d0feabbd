import type { KeyboardEvent, ReactNode } from 'react'

/** Where each key moves the crosshair, given the number of points. */
const MOVES: Readonly<Record<string, (at: number, points: number) => number | null>> = {
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowRight: (at, points) => Math.min(points - 1, at + 1),
  Home: () => 0,
  End: (_, points) => points - 1,
  Escape: () => null,
}

interface CrosshairSliderProps {
  /** Number of points that the crosshair can be moved to. Without any, the keyboard has no effect. */
  readonly points: number
  /** Index of the point under the crosshair; null if the crosshair is not shown. */
  readonly at: number | null
  readonly onMove: (at: number | null) => void
  readonly label: string
  /** The values at a point, in words. */
  readonly words: (at: number) => string
  readonly children: ReactNode
}

/** Moves a crosshair by keyboard, and announces the values under it. */
export function CrosshairSlider(props: CrosshairSliderProps) {
  const { points, at, onMove, label, words, children } = props
  if (points === 0) return children
  const current = Math.min(at ?? points - 1, points - 1)
  const move = (event: KeyboardEvent) => {
    const next = MOVES[event.key]
    if (next === undefined) return
    event.preventDefault()
    onMove(next(at ?? points, points))
  }
  return (
    <div
      className="cursor-slider"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={points}
      aria-valuenow={current + 1}
      aria-valuetext={words(current)}
      onKeyDown={move}
      onBlur={() => onMove(null)}
    >
      {children}
    </div>
  )
}

import type { KeyboardEvent, ReactNode } from 'react'
import { GOAL } from '../../../../runs/run.ts'
import { percentFigure } from '../../../words/format.ts'
import { useCrosshair, useCrosshairStore } from './crosshair.ts'
import { type Series, UNITS, valueAtX } from '../curves/series.ts'
import { COMPARE } from '../../texts.ts'
import type { XAxis } from '../../view.ts'

/** The target of each key for the crosshair, among `points` measured ones. */
const MOVES: Readonly<Record<string, (at: number, points: number) => number | null>> = {
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowRight: (at, points) => Math.min(points - 1, at + 1),
  Home: () => 0,
  End: (_, points) => points - 1,
  Escape: () => null,
}

/** The measured points that the crosshair can be moved to, and the unit of their axis. */
export interface CrosshairSteps {
  readonly measured: readonly number[]
  readonly axis: XAxis
}

interface CrosshairKeysProps {
  /** Null if the keyboard has no effect. */
  readonly steps: CrosshairSteps | null
  readonly series: readonly Series[]
  readonly children: ReactNode
}

/** Moves the crosshair by keyboard, and announces the values under it. */
export function CrosshairSlider({ steps, series, children }: CrosshairKeysProps) {
  const store = useCrosshairStore()
  const x = useCrosshair()
  if (steps === null || steps.measured.length === 0) return children
  const { measured, axis } = steps
  const last = measured.length - 1
  const at = x === null ? last : Math.max(0, measured.indexOf(x))
  const move = (event: KeyboardEvent) => {
    const next = MOVES[event.key]
    if (next === undefined) return
    event.preventDefault()
    const index = next(x === null ? measured.length : at, measured.length)
    store.setState({ x: index === null ? null : measured[index] })
  }
  const words = series.map((each) => {
    const point = valueAtX(each, measured[at])
    return `${each.name} ${point === null ? '–' : `${percentFigure(point.value, GOAL)}%`}`
  })
  return (
    <div
      className="cursor-slider"
      role="slider"
      tabIndex={0}
      aria-label={COMPARE.charts.cursor}
      aria-valuemin={1}
      aria-valuemax={measured.length}
      aria-valuenow={at + 1}
      aria-valuetext={`${UNITS[axis]} ${Number(measured[at].toPrecision(4))}: ${words.join(', ')}`}
      onKeyDown={move}
      onBlur={() => store.setState({ x: null })}
    >
      {children}
    </div>
  )
}

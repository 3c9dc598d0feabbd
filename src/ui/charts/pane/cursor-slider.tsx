import { type KeyboardEvent, type ReactNode, useContext } from 'react'
import type { EpochScores } from '../../../runs/run.ts'
import type { SeriesEnd } from './direct-labels.tsx'
import { CursorContext, useCursor } from '../panes-context.ts'
import { CHARTS } from '../texts.ts'

/** Where each key moves the crosshair, given the number of points. */
const MOVES: Readonly<Record<string, (at: number, points: number) => number | null>> = {
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowRight: (at, points) => Math.min(points - 1, at + 1),
  Home: () => 0,
  End: (_, points) => points - 1,
  Escape: () => null,
}

/** Moves the crosshair by keyboard and announces the values under it. */
export function CursorSlider({
  epochs,
  series,
  children,
}: {
  epochs: readonly EpochScores[]
  series: readonly SeriesEnd[]
  children: ReactNode
}) {
  const store = useContext(CursorContext)
  const cursor = useCursor()
  if (epochs.length === 0 || store === null) return children
  const at = Math.min(cursor ?? epochs.length - 1, epochs.length - 1)
  const move = (event: KeyboardEvent) => {
    const next = MOVES[event.key]
    if (next === undefined) return
    event.preventDefault()
    store.setState({ point: next(cursor ?? epochs.length, epochs.length) })
  }
  const values = series
    .flatMap(({ name, values: all }) => (all[at] === null ? [] : `${name} ${all[at]}%`))
    .join(', ')
  return (
    <div
      className="cursor-slider"
      role="slider"
      tabIndex={0}
      aria-label={CHARTS.cursor}
      aria-valuemin={1}
      aria-valuemax={epochs.length}
      aria-valuenow={at + 1}
      aria-valuetext={`${CHARTS.numbers.epoch} ${epochs[at].epoch.toFixed(1)}: ${values}`}
      onKeyDown={move}
      onBlur={() => store.setState({ point: null })}
    >
      {children}
    </div>
  )
}

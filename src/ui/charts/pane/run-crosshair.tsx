import { type ReactNode, useContext } from 'react'
import type { EpochScores } from '../../../runs/run.ts'
import { CrosshairSlider } from '../../plot/crosshair-slider.tsx'
import type { SeriesEnd } from './direct-labels.tsx'
import { CursorContext, useCursor } from '../panes-context.ts'
import { CHARTS } from '../texts.ts'

interface RunCrosshairProps {
  readonly epochs: readonly EpochScores[]
  readonly series: readonly SeriesEnd[]
  readonly children: ReactNode
}

/** Moves the crosshair of all panes over the run's tests by keyboard. */
export function RunCrosshair({ epochs, series, children }: RunCrosshairProps) {
  const store = useContext(CursorContext)
  const cursor = useCursor()
  if (store === null) return children
  const words = (at: number) => {
    const values = series.flatMap(({ name, values: all }) =>
      all[at] === null ? [] : `${name} ${all[at]}%`,
    )
    return `${CHARTS.numbers.epoch} ${epochs[at].epoch.toFixed(1)}: ${values.join(', ')}`
  }
  return (
    <CrosshairSlider
      points={epochs.length}
      at={cursor}
      onMove={(point) => store.setState({ point })}
      label={CHARTS.cursor}
      words={words}
    >
      {children}
    </CrosshairSlider>
  )
}

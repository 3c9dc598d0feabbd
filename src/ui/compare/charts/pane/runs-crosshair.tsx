import type { ReactNode } from 'react'
import { GOAL } from '../../../../runs/run.ts'
import { CrosshairSlider } from '../../../plot/crosshair-slider.tsx'
import { percentFigure } from '../../../words/format.ts'
import { useCrosshair, useCrosshairStore } from './crosshair.ts'
import { type Series, UNITS, valueAtX } from '../curves/series.ts'
import { nameWithSeeds } from '../../run-words.ts'
import { COMPARE } from '../../texts.ts'
import type { XAxis } from '../../view.ts'

/** The measured points that the crosshair can be moved to, and the unit of their axis. */
export interface CrosshairSteps {
  readonly measured: readonly number[]
  readonly axis: XAxis
}

interface RunsCrosshairProps {
  /** Null if the keyboard has no effect. */
  readonly steps: CrosshairSteps | null
  readonly series: readonly Series[]
  readonly children: ReactNode
}

/** Moves the crosshair of all panes over the measured points of all runs by keyboard. */
export function RunsCrosshair({ steps, series, children }: RunsCrosshairProps) {
  const store = useCrosshairStore()
  const x = useCrosshair()
  if (steps === null) return children
  const { measured, axis } = steps
  const words = (at: number) => {
    const values = series.map((each) => {
      const point = valueAtX(each, measured[at])
      return `${nameWithSeeds(each.name, each.seeds)} ${point === null ? '–' : `${percentFigure(point.value, GOAL)}%`}`
    })
    return `${UNITS[axis]} ${Number(measured[at].toPrecision(4))}: ${values.join(', ')}`
  }
  return (
    <CrosshairSlider
      points={measured.length}
      at={x === null ? null : Math.max(0, measured.indexOf(x))}
      onMove={(at) => store.setState({ x: at === null ? null : measured[at] })}
      label={COMPARE.charts.cursor}
      words={words}
    >
      {children}
    </CrosshairSlider>
  )
}

/** The crosshair's line through all panes; `width` is the plots', in pixels. */
export function CrosshairLine({ width, share }: { width: number; share: (x: number) => number }) {
  const x = useCrosshair()
  if (x === null) return null
  return <div className="hairline cursor" style={{ left: Math.round(share(x) * width) }} />
}

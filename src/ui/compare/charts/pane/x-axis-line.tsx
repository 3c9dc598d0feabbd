import { TickMark } from '../../../plot/tick-mark.tsx'
import { usePlot } from '../../../plot/use-plot.ts'
import { useCrosshair } from './crosshair.ts'
import type { XScale } from '../curves/x-scale.ts'

/** Least pixels between two labels. */
const ROOM = { wide: 44, narrow: 52 }

/** Pixels of the first label, and of the space that the crosshair's label clears. */
const FIRST_ROOM = 60
const HELD_ROOM = 30

/** The one axis of the panes. */
export function XAxisLine({ x, narrow }: { x: XScale; narrow: boolean }) {
  const plot = usePlot()
  const cursor = useCrosshair()
  if (plot === null) return null
  const ticks = x.ticks(plot.right - plot.left, narrow ? ROOM.narrow : ROOM.wide)
  const y = Math.round(plot.bottom) + 0.5
  const pixel = (value: number) => plot.x(x.share(value))
  const held = cursor === null ? null : pixel(cursor)
  return (
    <g>
      <line className="base" x1={plot.left} x2={plot.right} y1={y} y2={y} />
      {ticks.map((tick, i) => {
        const at = pixel(tick.x)
        const last = i === ticks.length - 1
        const underFirst = i > 0 && at < plot.left + FIRST_ROOM
        const underHeld = held !== null && Math.abs(at - held) < HELD_ROOM
        return (
          <g key={tick.x}>
            <TickMark x={at} top={y} />
            {!underFirst && !underHeld && (
              <text x={at} y={y + 20} textAnchor={i === 0 ? 'start' : last ? 'end' : 'middle'}>
                {tick.label}
              </text>
            )}
          </g>
        )
      })}
      {cursor !== null && held !== null && (
        <text className="bold halo" x={held} y={y + 20} textAnchor="middle">
          {Number(cursor.toPrecision(4))}
        </text>
      )}
    </g>
  )
}

import { placeLabels } from './label-layout.ts'
import { toneClass } from './tone.ts'
import { usePlot } from './use-plot.ts'

/** A line's name and value, and the line's end in pixels. */
export interface EndLabel {
  readonly id: string
  readonly name: string
  readonly value: string | null
  readonly tone: number | null
  readonly x: number
  readonly y: number
}

interface EndLabelsProps {
  readonly labels: readonly EndLabel[]
  /** Height in pixels of a line that no label may cross; null if there is none. */
  readonly avoid: number | null
  /** Pixels between a line's end and its leader: the radius of the dot there. */
  readonly clear: number
}

/** Pixels right of the plot. */
const ASIDE = 12

/** Half of a label's cap height. */
const BASELINE = 4.5

/** The label of a line that ends further left than this gets a piece of the line this long instead of a leader. */
const FAR = 60
const PIECE = 16

/** Labels right of the plot, one below the other, each as near as possible to its line's end. */
export function EndLabels({ labels, avoid, clear }: EndLabelsProps) {
  const plot = usePlot()
  if (plot === null) return null
  const tops = placeLabels(
    labels.map(({ y }) => y),
    { top: plot.top, bottom: plot.bottom, avoid },
  )
  const left = plot.right + ASIDE
  return (
    <g>
      {labels.map(({ id, name, value, tone, x, y }, i) => {
        const top = tops[i]
        const far = left - x > FAR
        const moved = Math.abs(top - y) > 5 || left - x > 2 * ASIDE
        return (
          <g key={id}>
            {far ? (
              // A leader would cross the other lines.
              <g className={`compared ${toneClass(tone)}`}>
                <path d={`M${left},${top}h${PIECE}`} />
              </g>
            ) : (
              moved && <path className="leader" d={`M${x + clear},${y}L${left - 4},${top}`} />
            )}
            <text className="label halo" x={far ? left + PIECE + 6 : left} y={top + BASELINE}>
              {name}
              {value !== null && (
                <tspan className="value" dx={6}>
                  {value}
                </tspan>
              )}
            </text>
          </g>
        )
      })}
    </g>
  )
}

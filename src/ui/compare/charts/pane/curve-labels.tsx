import { placeLabels } from '../../../plot/label-layout.ts'
import { usePlot } from '../../../plot/use-plot.ts'
import { useCrosshair } from './crosshair.ts'
import { labelled, type Series, valueAtX } from '../curves/series.ts'
import { toneClass } from '../../../plot/tone.ts'
import type { LabelValue } from '../../view.ts'
import type { XScale } from '../curves/x-scale.ts'

/** Pixels right of the plot. */
const ASIDE = 12
/** Half a label's capital height, from its baseline. */
const BASELINE = 4.5
/** Most labels that have room; the list has all names. */
const MOST_LABELS = 8

/** Letters of a name that fit beside the plot. */
const LETTERS = 17

/** A line that ends further left than this has its label without a leader, but with a piece of the line this long. */
const FAR = 60
const PIECE = 16

interface CurveLabelsProps {
  readonly series: readonly Series[]
  readonly x: XScale
  readonly height: (value: number) => number
  readonly words: (value: number) => string
  readonly goal: number | null
  readonly label: LabelValue
  readonly better: 'higher' | 'lower'
  readonly narrow: boolean
}

/** Every run's name and value right of the plot; while the crosshair is shown, the value under it. */
export function CurveLabels(props: CurveLabelsProps) {
  const { series, x, height, words, goal, label, better, narrow } = props
  const plot = usePlot()
  const cursor = useCrosshair()
  const drawn = series.filter(({ points }) => points.length > 0).slice(0, MOST_LABELS)
  if (plot === null || drawn.length === 0) return null
  const ends = drawn.map(({ points }) => points[points.length - 1])
  const tops = placeLabels(
    ends.map(({ drawn: value }) => plot.y(height(value))),
    { top: plot.top, bottom: plot.bottom, avoid: goal === null ? null : plot.y(height(goal)) },
  )
  const left = plot.right + ASIDE
  return (
    <g>
      {drawn.map((each, i) => {
        const endX = plot.x(x.share(ends[i].x))
        const endY = plot.y(height(ends[i].drawn))
        const value =
          cursor === null ? labelled(each, label, better) : (valueAtX(each, cursor)?.value ?? null)
        const far = left - endX > FAR
        const apart = Math.abs(tops[i] - endY) > 5 || left - endX > 2 * ASIDE
        return (
          <g key={each.id}>
            {far ? (
              // A leader line would cross the other curves, so a short sample of the line is drawn instead.
              <g className={`compared ${toneClass(each.tone)}`}>
                <path d={`M${left},${tops[i]}h${PIECE}`} />
              </g>
            ) : (
              apart && <path className="leader" d={`M${endX + 2},${endY}L${left - 4},${tops[i]}`} />
            )}
            <text className="label halo" x={far ? left + PIECE + 6 : left} y={tops[i] + BASELINE}>
              {narrow ? nounOf(each.name) : shortened(each.name, LETTERS)}
              <tspan className="value" dx={6}>
                {value === null ? '–' : words(value)}
              </tspan>
            </text>
          </g>
        )
      })}
    </g>
  )
}

/** A row's shortened name; "5 seeds" becomes "5". */
function shortened(name: string, letters: number): string {
  const short = name.replace(/, (\d+)\u00a0seeds$/, ', $1')
  return short.length <= letters ? short : `${short.slice(0, letters - 1).trimEnd()}…`
}

/** The short form of a row's name: "heron" for quiet heron. */
const nounOf = (name: string): string => shortened(name.replace(/^\S+ (?=\S+$|\S+, )/, ''), 8)

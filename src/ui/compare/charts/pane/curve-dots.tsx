import { usePlot } from '../../../plot/use-plot.ts'
import { useCrosshair } from './crosshair.ts'
import { toneClass } from '../../../plot/tone.ts'
import { type Series, valueAtX } from '../curves/series.ts'
import type { XScale } from '../curves/x-scale.ts'

/** The tone whose line has dots. */
const DOTTED = 2

/** More points than this would overlap. */
const MOST_DOTS = 60

interface CurveDotsProps {
  readonly series: readonly Series[]
  readonly x: XScale
  readonly height: (value: number) => number
}

/** The dots of lines with dots, of lines with one point, and under the crosshair. */
export function CurveDots({ series, x, height }: CurveDotsProps) {
  const plot = usePlot()
  const cursor = useCrosshair()
  if (plot === null) return null
  const at = (point: Series['points'][number]) => ({
    cx: plot.x(x.share(point.x)),
    cy: plot.y(height(point.drawn)),
  })
  return (
    <g>
      {series.map((each) => {
        const { id, tone, points } = each
        const held = cursor === null ? null : valueAtX(each, cursor)
        const dotted = points.length === 1 || (tone === DOTTED && points.length <= MOST_DOTS)
        return (
          <g key={id} className={toneClass(tone)}>
            {dotted &&
              points.map((point) => (
                <circle key={point.x} className="dot" {...at(point)} r={2.5} />
              ))}
            {held !== null && <circle className="held" {...at(held)} r={4} />}
          </g>
        )
      })}
    </g>
  )
}

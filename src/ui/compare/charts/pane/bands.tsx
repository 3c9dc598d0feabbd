import { usePlot } from '../../../plot/use-plot.ts'
import { toneClass } from '../../../plot/tone.ts'
import type { Series } from '../curves/series.ts'
import type { XScale } from '../curves/x-scale.ts'

interface BandsProps {
  readonly series: readonly Series[]
  readonly x: XScale
  readonly height: (value: number) => number
}

/** The range of the seeds behind each mean. */
export function Bands({ series, x, height }: BandsProps) {
  const plot = usePlot()
  if (plot === null) return null
  return (
    <g>
      {series
        .filter(({ banded, points }) => banded && points.length > 1)
        .map(({ id, tone, points }) => {
          const at = (point: (typeof points)[number], value: number) =>
            `${plot.x(x.share(point.x)).toFixed(1)},${plot.y(height(value)).toFixed(1)}`
          const top = points.map((point) => at(point, point.high))
          const bottom = points.map((point) => at(point, point.low)).reverse()
          return (
            <path
              key={id}
              className={`band ${toneClass(tone)}`}
              d={`M${[...top, ...bottom].join('L')}Z`}
            />
          )
        })}
    </g>
  )
}

import { Band } from '../../../plot/band.tsx'
import { toneClass } from '../../../plot/tone.ts'
import type { Series } from '../curves/series.ts'
import type { XScale } from '../curves/x-scale.ts'

interface BandsProps {
  readonly series: readonly Series[]
  readonly x: XScale
  readonly height: (value: number) => number
}

/** The range of the seeds behind each mean. */
export const Bands = ({ series, x, height }: BandsProps) => (
  <g>
    {series
      .filter(({ banded }) => banded)
      .map(({ id, tone, points }) => (
        <g key={id} className={toneClass(tone)}>
          <Band
            ranges={points.map((point) => ({
              x: x.share(point.x),
              low: height(point.low),
              high: height(point.high),
            }))}
          />
        </g>
      ))}
  </g>
)

import { ArrowLeft, ArrowRight } from 'lucide-react'
import { type PairedDifference, isKnown } from '../../../../../experiments/kinds/ablation.ts'
import type { DotScale } from './dot-scale.ts'
import { formatSigned } from '../../../format.ts'

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`
const within = (share: number): number => Math.max(0, Math.min(1, share))

/** The scale above a column of differences. */
export function DifferenceScale({ scale, decimals }: { scale: DotScale; decimals: number }) {
  return (
    <div className="dot-scale" aria-hidden>
      {scale.ticks.map((tick) => (
        <span key={tick} style={{ left: percent(scale.share(tick)) }}>
          {formatSigned(tick, decimals)}
        </span>
      ))}
    </div>
  )
}

interface DifferenceCellProps {
  readonly scale: DotScale
  readonly difference: PairedDifference | null
  readonly decimals: number
}

/** A difference as a dot on its interval, filled if the interval excludes zero. An arrow if it is off the scale. */
export function DifferenceCell({ scale, difference, decimals }: DifferenceCellProps) {
  return (
    <td className="dot-cell" aria-hidden>
      <div className="dot-plot">
        {scale.ticks.map((tick) => (
          <i
            key={tick}
            className={tick === 0 ? 'zero' : 'line'}
            style={{ left: percent(scale.share(tick)) }}
          />
        ))}
        {difference !== null && <Dot scale={scale} difference={difference} decimals={decimals} />}
      </div>
    </td>
  )
}

function Dot({
  scale,
  difference,
  decimals,
}: DifferenceCellProps & { difference: PairedDifference }) {
  const { value, estimate } = difference
  const share = scale.share(value)
  if (share < 0 || share > 1) {
    return (
      <span className={share < 0 ? 'beyond low' : 'beyond high'}>
        {share < 0 && <ArrowLeft strokeWidth={1.5} />}
        {formatSigned(value, decimals)}
        {share > 1 && <ArrowRight strokeWidth={1.5} />}
      </span>
    )
  }
  return (
    <>
      {estimate !== null && (
        <i
          className="interval"
          style={{
            left: percent(within(scale.share(estimate.low))),
            right: percent(1 - within(scale.share(estimate.high))),
          }}
        />
      )}
      <i className={isKnown(difference) ? 'dot' : 'dot hollow'} style={{ left: percent(share) }} />
    </>
  )
}

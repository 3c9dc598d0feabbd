import { Gauge } from 'lucide-react'
import { useState } from 'react'
import { imagesPerSecond, runShareOfPeak } from '../../runs/live/reached.ts'
import { type Quantity, readRate } from '../words/format.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { GPU } from './texts.ts'

const TEXT = GPU.measured

/** The GPU's measured peak speed, and the last run's share of it. */
export function MeasuredSection() {
  const peak = useLab((state) => state.peak)
  const run = useLab((state) => state.run)
  const { measurePeak } = useActions()
  const [requested, setRequested] = useState(false)
  if (peak === null) {
    const measure = () => {
      setRequested(true)
      measurePeak()
    }
    return (
      <>
        <button
          type="button"
          className="button small"
          aria-disabled={requested}
          onClick={requested ? undefined : measure}
        >
          <Gauge strokeWidth={1.5} aria-hidden />
          {requested ? TEXT.measuring : TEXT.measure}
        </button>
        <p className="second">{TEXT.cost}</p>
      </>
    )
  }
  if ('unavailable' in peak) return <p>{peak.unavailable}</p>
  const { flopsPerSecond, bytesPerSecond } = peak
  const share = run === null ? null : runShareOfPeak(run, peak)
  return (
    <>
      <dl className="rates">
        <Rate name={TEXT.f32} rate={readRate(flopsPerSecond.f32, 'FLOP/s')} />
        {flopsPerSecond.f16 !== null && (
          <Rate name={TEXT.f16} rate={readRate(flopsPerSecond.f16, 'FLOP/s')} />
        )}
        <Rate name={TEXT.memory} rate={readRate(bytesPerSecond, 'B/s')} />
      </dl>
      {run !== null && share !== null && <p>{TEXT.reached(share, imagesPerSecond(run))}</p>}
    </>
  )
}

function Rate({ name, rate }: { name: string; rate: Quantity }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {rate.value}
        <small>{rate.unit}</small>
      </dd>
    </div>
  )
}

import { useState } from 'react'
import { rateFactorAt } from '../../../runs/live/rate-changes.ts'
import { isUnderWay, type Run } from '../../../runs/run.ts'
import { useActions, useLab } from '../../context/lab-context.ts'
import { CHARTS } from '../texts.ts'

const TEXT = CHARTS.rate

const MOST = 64

/** Changes the learning rate of the current run from its next step on. The run records each change. */
export function RateButtons() {
  const run = useLab((state) => state.run)
  if (run === null || run.plan === null || !isUnderWay(run)) return null
  // Each run starts with the planned rate.
  return <FactorButtons key={`${run.request.seed} ${run.resumedFrom?.step ?? 0}`} run={run} />
}

function FactorButtons({ run }: { run: Run }) {
  const { setRateFactor } = useActions()
  const [requested, setRequested] = useState<number | null>(null)
  const factor = requested ?? rateFactorAt(run.rateChanges, Infinity)
  const ask = (next: number) => {
    setRequested(next)
    setRateFactor(next)
  }
  return (
    <span className="rate-buttons" role="group" aria-label={TEXT.change}>
      {factor !== 1 && <span className="second">{TEXT.times(factor)}</span>}
      <button
        type="button"
        className="word-button"
        aria-disabled={factor <= 1 / MOST}
        onClick={() => ask(Math.max(1 / MOST, factor / 2))}
      >
        {TEXT.halve}
      </button>
      <button
        type="button"
        className="word-button"
        aria-disabled={factor >= MOST}
        onClick={() => ask(Math.min(MOST, factor * 2))}
      >
        {TEXT.double}
      </button>
      {factor !== 1 && (
        <button type="button" className="word-button" onClick={() => ask(1)}>
          {TEXT.reset}
        </button>
      )}
    </span>
  )
}

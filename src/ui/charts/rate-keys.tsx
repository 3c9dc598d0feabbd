import { useState } from 'react'
import { rateFactorAt } from '../../runs/rate-changes.ts'
import { isUnderWay, type Run } from '../../runs/run.ts'
import { useActions, useLab } from '../lab-context.ts'
import { CHARTS } from './texts.ts'

const TEXT = CHARTS.rate

const MOST = 64

/** Changes the learning rate of the run under way, from its next step on. The run keeps what was changed and when. */
export function RateKeys() {
  const run = useLab((state) => state.run)
  if (run === null || run.plan === null || !isUnderWay(run)) return null
  // Each run begins as planned.
  return <FactorKeys key={`${run.request.seed} ${run.goneOn?.step ?? 0}`} run={run} />
}

function FactorKeys({ run }: { run: Run }) {
  const { setRateFactor } = useActions()
  const [asked, setAsked] = useState<number | null>(null)
  const factor = asked ?? rateFactorAt(run.rateChanges, Infinity)
  const ask = (next: number) => {
    setAsked(next)
    setRateFactor(next)
  }
  return (
    <span className="rate-keys" role="group" aria-label={TEXT.change}>
      {factor !== 1 && <span className="second">{TEXT.times(factor)}</span>}
      <button
        type="button"
        className="word-key"
        aria-disabled={factor <= 1 / MOST}
        onClick={() => ask(Math.max(1 / MOST, factor / 2))}
      >
        {TEXT.halve}
      </button>
      <button
        type="button"
        className="word-key"
        aria-disabled={factor >= MOST}
        onClick={() => ask(Math.min(MOST, factor * 2))}
      >
        {TEXT.double}
      </button>
      {factor !== 1 && (
        <button type="button" className="word-key" onClick={() => ask(1)}>
          {TEXT.asPlanned}
        </button>
      )}
    </span>
  )
}

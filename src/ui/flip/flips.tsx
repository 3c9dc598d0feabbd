import { useId, useRef, useState } from 'react'
import { tellingFlips, type Flip } from '../../experiments/flips.ts'
import type { DatasetName } from '../../data/status.ts'
import { imagesOf } from '../../runs/live/outlook.ts'
import type { Run } from '../../runs/run.ts'
import { leastClear } from '../../runs/statistics/change.ts'
import { expectedSpread } from '../../runs/statistics/seed-spread.ts'
import { sameChoice } from '../../runs/store/setup.ts'
import { finalScore } from '../../trainer/events.ts'
import { Pick } from '../controls/pick.tsx'
import { inAll, useExpectedSeconds } from '../compare/queue/use-expected-seconds.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { useRunLibrary } from '../context/run-library-context.ts'
import './flip.css'
import { FlipCard } from './flip-card.tsx'
import { type Guess, rememberGuess, useGuessedRuns, useGuessOf } from './guesses.ts'
import { useShownWhenAsked } from './show-flips.ts'
import { FLIP } from './texts.ts'

/** Questions at a time. */
const SHOWN = 3

const SIZES: readonly DatasetName[] = ['full', 'sample']

/** After a run, the next question: what does an improvement of its recipe do? */
export function Flips({ run }: { run: Run }) {
  const [size, setSize] = useState<DatasetName>(run.request.dataset)
  const before = useLab((state) => state.before)
  const { start } = useActions()
  const { queue } = useRunLibrary()
  const expected = useExpectedSeconds()
  const guessedRuns = useGuessedRuns()
  const headingId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useShownWhenAsked(heading)
  // After a run without one improvement, the next question is about the recipe with it.
  const last = useGuessOf(run.request)
  const [base, against] = last === null ? [run.request.choice, run] : [last.flip.base, before]
  const tried = guessedRuns
    .filter(({ request, flip }) => request.dataset === size && sameChoice(flip.base, base))
    .map(({ flip }) => flip.toggle)
  const flips = tellingFlips(base, tried, SHOWN)
  const hasAnswer = run.phase === 'done' || last !== null
  if (!hasAnswer || flips.length === 0) return null
  const requestOf = (choice: Flip['choice']) => ({ ...run.request, choice, dataset: size })
  const isPair = size !== run.request.dataset
  const secondsOf = ({ choice }: Flip) =>
    isPair ? inAll([requestOf(base), requestOf(choice)], expected) : (against ?? run).wallSeconds
  const tryIt = (flip: Flip, guess: Guess) => {
    const request = requestOf(flip.choice)
    rememberGuess({ request, flip, guess })
    if (isPair) queue.add([requestOf(base), request])
    else start(request, against ?? undefined)
    scrollTo({ top: 0 })
  }
  return (
    <section className="section after flips" aria-labelledby={headingId}>
      <h2 className="h2" id={headingId} ref={heading} tabIndex={-1}>
        {FLIP.title}
      </h2>
      <p className="second">{FLIP.lead}</p>
      {run.request.dataset === 'full' && (
        <p className="flip-size">
          <Pick
            label={FLIP.size.label}
            name="flip-size"
            offered={SIZES}
            names={FLIP.size}
            chosen={size}
            onChoose={setSize}
          />
        </p>
      )}
      <ul className="flip-list">
        {flips.map((flip) => (
          <FlipCard
            key={`${flip.toggle} ${size}`}
            flip={flip}
            seconds={secondsOf(flip)}
            note={isPair ? FLIP.size.pair : null}
            onGuess={(guess) => tryIt(flip, guess)}
          />
        ))}
      </ul>
      {size === 'sample' && <p className="second">{smallWords(run, size)}</p>}
    </section>
  )
}

/** Expected accuracy of a run on the sample, if unknown. */
const TYPICAL = 0.5

function smallWords(run: Run, size: DatasetName): string {
  const { train, test } = imagesOf(size)
  const known = run.request.dataset === size && run.result !== null
  const accuracy = known && run.result !== null ? finalScore(run.result).accuracy : TYPICAL
  return FLIP.small(train, test, Math.round(100 * leastClear(expectedSpread(accuracy, test))))
}

import { DATASET_NAMES, DATASET_SIZES, type DatasetName } from '../../data/datasets.ts'
import { useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { tellingFlips, type Flip } from '../../experiments/flips.ts'
import { earlierRunOf } from '../../runs/earlier-run.ts'
import type { Run } from '../../runs/run.ts'
import { leastClear } from '../../runs/statistics/change.ts'
import { expectedSpread } from '../../runs/statistics/seed-spread.ts'
import { sameChoice } from '../../runs/store/setup.ts'
import type { Guess } from '../../trainer/comparison.ts'
import { finalScore } from '../../trainer/events.ts'
import { Pick } from '../controls/pick.tsx'
import { inAll, useExpectedSeconds } from '../compare/queue/use-expected-seconds.ts'
import { useActions } from '../context/lab-context.ts'
import { useRunLibrary } from '../context/run-library-context.ts'
import './flip.css'
import { FlipCard } from './flip-card.tsx'
import { useShownOnRequest } from './show-flips.ts'
import { FLIP } from './texts.ts'

/** Questions at a time. */
const SHOWN = 3

/** After a run, the next question: what does an improvement of its recipe do? */
export function Flips({ run }: { run: Run }) {
  const [size, setSize] = useState<DatasetName>(run.request.dataset)
  const { start } = useActions()
  const { history, queue } = useRunLibrary()
  const expected = useExpectedSeconds()
  const entries = useStore(history.store, (state) => state.entries)
  const headingId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useShownOnRequest(heading)
  // After a run without one improvement, the next question is about the recipe with it.
  const { guessed: last, before } = run.comparison
  const [base, against] =
    last === null ? [run.request.choice, earlierRunOf(run)] : [last.base, before]
  const tried = entries.flatMap(({ record, comparison }) => {
    const guessed = comparison?.guessed ?? null
    const isSame = record.dataset === size && guessed !== null && sameChoice(guessed.base, base)
    return isSame ? [guessed.toggle] : []
  })
  const flips = tellingFlips(base, tried, SHOWN)
  const hasAnswer = run.phase === 'done' || last !== null
  if (!hasAnswer || flips.length === 0) return null
  const requestOf = (choice: Flip['choice']) => ({ ...run.request, choice, dataset: size })
  const isPair = size !== run.request.dataset
  const secondsOf = ({ choice }: Flip) =>
    isPair ? inAll([requestOf(base), requestOf(choice)], expected) : (against ?? run).wallSeconds
  const tryIt = (flip: Flip, guess: Guess) => {
    const request = requestOf(flip.choice)
    const guessed = { toggle: flip.toggle, base, guess }
    if (isPair) queue.addPair(requestOf(base), request, guessed)
    else start(request, { against, guessed })
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
            offered={DATASET_NAMES}
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
  const { train, test } = DATASET_SIZES[size]
  const known = run.request.dataset === size && run.result !== null
  const accuracy = known && run.result !== null ? finalScore(run.result).accuracy : TYPICAL
  return FLIP.small(train, test, Math.round(100 * leastClear(expectedSpread(accuracy, test))))
}

import { useId, useState } from 'react'
import type { Flip } from '../../experiments/flips.ts'
import { type Guess, GUESSES } from '../../trainer/comparison.ts'
import { useFocusIfLost } from '../app/use-focus-if-lost.ts'
import { FLIP } from './texts.ts'

interface FlipCardProps {
  readonly flip: Flip
  /** Expected time here; null if unknown. */
  readonly seconds: number | null
  readonly note: string | null
  readonly onGuess: (guess: Guess) => void
}

/** One improvement: published results, expected time, and the question that starts a run. */
export function FlipCard({ flip, seconds, note, onGuess }: FlipCardProps) {
  const [guessing, setGuessing] = useState(false)
  const title = useId()
  const cost = [seconds === null ? '' : FLIP.about(seconds), note ?? ''].join(' ').trim()
  return (
    <li aria-labelledby={title}>
      <h3 id={title}>{FLIP.without(flip.noun)}</h3>
      <p className="second">{flip.words}</p>
      <p className="flip-cost">{cost}</p>
      {guessing ? (
        <Question onGuess={onGuess} />
      ) : (
        <button
          type="button"
          className="button"
          aria-describedby={title}
          onClick={() => setGuessing(true)}
        >
          {FLIP.guess}
        </button>
      )}
    </li>
  )
}

function Question({ onGuess }: Pick<FlipCardProps, 'onGuess'>) {
  const question = useId()
  const first = useFocusIfLost<HTMLButtonElement>()
  return (
    <div className="flip-question" role="group" aria-labelledby={question}>
      <p id={question}>{FLIP.question}</p>
      {GUESSES.map((guess, i) => (
        <button
          key={guess}
          ref={i === 0 ? first : undefined}
          type="button"
          className="button"
          onClick={() => onGuess(guess)}
        >
          {FLIP.expect[guess]}
        </button>
      ))}
    </div>
  )
}

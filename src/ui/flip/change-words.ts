import type { ChoiceChange } from '../../recipe/choice/choice-change.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import { CLAIMS } from '../../recipe/explanations/claims.ts'
import { fieldWords } from '../../recipe/fields.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { summariseChoice } from '../../recipe/choice/summary.ts'
import { type ToggleName, TOGGLES } from '../../recipe/toggles.ts'
import type { Guess } from '../../trainer/comparison.ts'
import type { Change } from '../../runs/statistics/change.ts'
import { accuracyOf, type RunRecord } from '../../runs/record/record.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { GOAL } from '../../runs/run.ts'
import { percentFigure } from '../words/format.ts'
import { pointsFigure } from '../words/points.ts'
import { timeDifference } from '../words/time-difference.ts'
import { FLIP } from './texts.ts'

/** An improvement as in "Without batch norm"; null for one without a claim. */
export const nounOf = (toggle: ToggleName): string | null =>
  CLAIMS.find((claim) => claim.toggle === toggle)?.noun ?? null

/** The difference from the previous run, as the start of a headline. */
export function whatWords(what: ChoiceChange, before: RecipeChoice, now: RecipeChoice): string {
  switch (what.kind) {
    case 'toggle': {
      const noun = nounOf(what.toggle)
      if (noun === null) return FLIP.state(TOGGLES[what.toggle].title, what.on)
      return what.on ? FLIP.with(noun) : FLIP.without(noun)
    }
    case 'field':
      return FLIP.field(fieldWords(what.path, what.value))
    case 'preset':
      return FLIP.preset(presetNamed(now.preset).title, presetNamed(before.preset).title)
    case 'several':
      return FLIP.several
  }
}

/** Two training times closer than this share of the shorter count as equal. */
const ALIKE = 0.02

export function timeWords(seconds: number, before: number): string {
  const isAlike = Math.abs(seconds) < Math.max(0.05, ALIKE * before)
  return isAlike ? FLIP.sameTime : timeDifference(seconds)
}

/** "Without batch norm: 51.4%, 13.5 points lower, 2 s faster" */
export function headlineWords(
  what: string,
  accuracy: string,
  change: Change,
  run: {
    readonly testImages: number
    /** Null if times mostly depend on other load. */
    readonly secondsBefore: number | null
  },
): string {
  const figure = pointsFigure(change.difference, run.testImages)
  const difference =
    Number(figure) === 0 ? FLIP.samePoints : FLIP.points(figure, change.difference > 0)
  const time = run.secondsBefore === null ? null : timeWords(change.seconds, run.secondsBefore)
  return FLIP.headline(what, accuracy, difference, time)
}

/** How certain the change is; with the answer to a guess, if any. */
export function certaintyWords(change: Change, testImages: number, guess: Guess | null): string {
  const { certainty, difference, spread } = change
  const short = certainty === 'chance' ? FLIP.certainty.chanceShort : FLIP.certainty[certainty]
  if (guess === null) {
    return certainty === 'chance'
      ? FLIP.certainty.chance(pointsFigure(spread, testImages))
      : FLIP.certainty[certainty]
  }
  return `${FLIP.guessed(guess)} ${wasWords(difference, testImages)} ${short}`
}

function wasWords(difference: number, testImages: number): string {
  const figure = pointsFigure(difference, testImages)
  return Number(figure) === 0 ? FLIP.wasSame : FLIP.was(figure, difference > 0)
}

/** Of a stored run: the run before, the guess, and the answer. */
export function storedComparisonWords(
  record: RunRecord,
  { before, guessed }: NonNullable<RunEntry['comparison']>,
): string {
  const accuracy = accuracyOf(record)
  const isComparable =
    before !== null && accuracy !== null && before.testImages === record.testImages
  const parts = [
    before === null
      ? ''
      : FLIP.runBefore(
          summariseChoice(before.choice),
          before.seed,
          percentFigure(before.accuracy, GOAL),
        ),
    guessed === null ? '' : FLIP.guessed(guessed.guess),
    isComparable ? wasWords(accuracy - before.accuracy, record.testImages) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

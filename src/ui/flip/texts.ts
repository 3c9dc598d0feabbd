import { formatCount, inline, approximateTime } from '../words/format.ts'
import type { Guess } from '../../trainer/comparison.ts'

const NBSP = '\u00a0'

const GUESSED: Readonly<Record<Guess, string>> = {
  less: 'less accurate',
  same: 'no difference',
  more: 'more accurate',
}

const EXPECT: Readonly<Record<Guess, string>> = {
  less: 'Less accurate',
  same: 'No difference',
  more: 'More accurate',
}

/** Flip and see: the visitor guesses a trick's effect before trying it. */
export const FLIP = {
  title: 'Flip and see',
  lead: 'Switch off one trick of this recipe and train again, with everything else the same. Guess first.',
  open: 'Switch off a trick',
  without: (noun: string) => `Without ${noun}`,
  with: (noun: string) => `With ${noun}`,
  state: (title: string, on: boolean) => `“${title}” ${on ? 'on' : 'off'}`,
  field: (words: string) => `With ${words}`,
  preset: (now: string, before: string) => `${now} instead of ${before}`,
  several: 'With these changes',
  guess: 'Guess and try',
  question: 'How accurate will it be?',
  expect: EXPECT,
  about: (seconds: number) => `About ${inline(approximateTime(seconds))} here.`,
  size: {
    label: 'Images to train on',
    full: 'All images',
    sample: '5,000 images',
    pair: 'Trains with and without it, one after the other.',
  },
  /** What comparisons on the sample can show. */
  small: (train: number, test: number, points: number) =>
    `Runs on ${formatCount(train)} images are short and show large effects only. With ${formatCount(test)} test images, a difference of less than about ${points} points between two runs may be chance, and a trick made for long runs can look useless.`,
  headline: (what: string, accuracy: string, difference: string, time: string | null) =>
    `${what}: ${accuracy}%, ${difference}${time === null ? '' : `, ${time}`}`,
  points: (points: string, higher: boolean) =>
    `${points}${NBSP}points ${higher ? 'higher' : 'lower'}`,
  samePoints: 'the same accuracy',
  sameTime: 'equally fast',
  certainty: {
    far: 'One seed each; that is far more than chance.',
    clear: 'One seed each; that is more than chance.',
    chance: (points: string) =>
      `One seed each; that may be chance, since two runs of one recipe typically differ by about ${points} points.`,
    chanceShort: 'One seed each; that may be chance.',
  },
  guessed: (guess: Guess) => `You guessed ${GUESSED[guess]}.`,
  was: (points: string, more: boolean) =>
    `It was ${points}${NBSP}points ${more ? 'more' : 'less'} accurate.`,
  wasSame: 'It was equally accurate.',
  /** Of a stored run: the one before. */
  runBefore: (recipe: string, seed: number, accuracy: string) =>
    `${recipe}, seed ${seed}: ${accuracy}%.`,
  untrained: (noun: string) => `Without ${noun}: it did not train`,
} as const

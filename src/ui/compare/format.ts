import { GOAL } from '../../runs/run.ts'
import type { Sample } from '../../runs/statistics/samples.ts'
import { formatCount, percentFigure } from '../words/format.ts'

const MINUS = '\u2212'

/** A number with a true minus sign. */
export const formatSigned = (value: number, decimals: number): string => {
  const text = Math.abs(value).toFixed(decimals)
  if (Number(text) === 0) return text
  return `${value < 0 ? MINUS : '+'}${text}`
}

/** A mean of shares in percent, two decimals, with the deviation of single ones: 94.06 ± 0.13. */
export function formatMean(mean: number, deviation: number | null): string {
  const figure = (100 * mean).toFixed(2)
  return deviation === null ? figure : `${figure} ± ${(100 * deviation).toFixed(2)}`
}

/** The accuracy of a row: of one run its accuracy, of several the mean and deviation. */
export const formatAccuracy = ({ mean, deviation }: Pick<Sample, 'mean' | 'deviation'>): string =>
  `${deviation === null ? percentFigure(mean, GOAL) : formatMean(mean, deviation)}%`

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayAndYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/**
 * A point in time as text: today 14:12; then 9 Nov; in other years 9 Nov 2025. Both arguments in milliseconds since
 * 1970.
 */
export function formatDate(moment: number, now: number): string {
  const [then, today] = [new Date(moment), new Date(now)]
  if (then.toDateString() === today.toDateString()) return `today, ${clock.format(then)}`
  return (then.getFullYear() === today.getFullYear() ? day : dayAndYear).format(then)
}

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** A count in words up to ten, then in figures. */
export const countWords = (count: number): string => COUNTS.at(count) ?? formatCount(count)

/** A chance in words, as a near fraction of small numbers: one in three, nine in ten. */
export function chanceWords(chance: number): string {
  const fractions = Array.from({ length: 9 }, (_, i) => i + 2).flatMap((of) =>
    Array.from({ length: of - 1 }, (_, j) => ({ part: j + 1, of })),
  )
  // Distance, and a penalty for awkward fractions.
  const cost = ({ part, of }: { part: number; of: number }) =>
    Math.abs(part / of - chance) + 0.004 * (part + of)
  const nearest = fractions.reduce((best, next) => (cost(next) < cost(best) ? next : best))
  return `${countWords(nearest.part)} in ${countWords(nearest.of)}`
}

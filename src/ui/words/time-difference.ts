import { formatTime, inline } from './format.ts'

/**
 * A difference of two training times in words: 4.7 s faster, 12 s slower. Negative is faster. One decimal at most below
 * 10 s, none above.
 */
export function timeDifference(seconds: number): string {
  const size = Math.abs(seconds)
  const figure = size < 9.95 ? Number(size.toFixed(1)) : Math.round(size)
  const time = size < 99.95 ? inline({ value: String(figure), unit: 's' }) : formatTime(size)
  return `${time} ${seconds < 0 ? 'faster' : 'slower'}`
}

import { formatCount } from '../format.ts'

/** A recipe's value as people read it: 10,000, 0.0005, ema; 1, 3 for a list of numbers. */
export function formatField(value: unknown): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)))
  }
  if (value === null) return 'none'
  if (isNumbers(value)) return value.length === 0 ? 'none' : value.map(formatField).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'number')

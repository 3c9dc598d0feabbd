import { formatCount } from '../format.ts'

/** A recipe's value as people read it: 10,000, 0.0005, ema. */
export function formatField(value: unknown): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)))
  }
  if (value === null) return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

import { isShort } from '../charts/time-axis-ticks.ts'
import type { RunLength } from '../../recipe/schedule.ts'

/** A number of epochs as it is written: whole where it is, else one decimal, two within a short run. */
export function epochWords(epoch: number, length: RunLength): string {
  if (isShort(length)) return epoch.toFixed(2)
  return Number.isInteger(epoch) ? String(epoch) : epoch.toFixed(1)
}

import { isShort } from '../charts/pane/time-axis-ticks.ts'
import type { RunLength } from '../../recipe/schedule/schedule.ts'

/** A number of epochs: without decimals if whole, otherwise with one, or two in a short run. */
export function epochWords(epoch: number, length: RunLength): string {
  if (isShort(length)) return epoch.toFixed(2)
  return Number.isInteger(epoch) ? String(epoch) : epoch.toFixed(1)
}

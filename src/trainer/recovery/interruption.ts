import type { DeviceLost } from '../../engine/device/device.ts'
import type { SavedPoint, TrainerEvent } from '../events.ts'

/** Where a run was when its device was lost. */
export interface Interruption {
  readonly error: DeviceLost
  /** Steps taken. */
  readonly step: number
  readonly saved: SavedPoint | null
}

/** The end of a run whose device was lost and is not replaced. */
export function lossFailure({ error, step, saved }: Interruption): TrainerEvent {
  return {
    type: 'failed',
    step,
    message: `The GPU was lost during step ${step + 1}${error.reason === '' ? '.' : `: ${error.reason}`}`,
    advice: saved
      ? `Resume from ${positionText(saved)}. If the GPU does not come back, reload the page first.`
      : error.advice,
    saved,
  }
}

/** The position of a run, as text. */
export const positionText = ({ step, epoch }: SavedPoint): string =>
  Number.isInteger(epoch) ? `epoch ${epoch}` : `step ${step}`

import { DeviceLost } from '../../engine/device/device.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { RunControl } from '../control.ts'
import type { SavedPoint, TrainerEvent } from '../events.ts'
import { describeFailure } from './failure.ts'
import { positionText, type Interruption } from './interruption.ts'
import type { RetakenSteps } from '../trainer-options.ts'

/** Replacement devices requested at most within `WINDOW` ms. */
const MOST_REPLACEMENTS = 3
const WINDOW = 5 * 60_000
/** Milliseconds before each of them: a driver that was just reset needs a moment, a broken one needs longer pauses. */
const DELAYS = [250, 2000, 8000]

/** Decides when a lost device is replaced, and when there were too many. */
export class ReplacementPace {
  readonly #now: () => number
  #replacedAt: number[] = []

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Milliseconds to wait before the next device; null to give up. */
  next(): number | null {
    const now = this.#now()
    this.#replacedAt = this.#replacedAt.filter((at) => now - at < WINDOW)
    const count = this.#replacedAt.length
    if (count === MOST_REPLACEMENTS) return null
    this.#replacedAt.push(now)
    return DELAYS[count]
  }
}

/** One attempt to finish a run. */
export interface Attempt {
  /** Null for the run's beginning. */
  readonly from: Checkpoint | null
  /** The steps that were lost with a device; null in the first attempt. */
  readonly retaken: RetakenSteps | null
  /** Replaces the run's own, so that lost steps are known. */
  readonly emit: (event: TrainerEvent) => void
  readonly onCheckpoint: (checkpoint: Checkpoint) => void
}

export interface RecoveryOptions {
  /** The checkpoint to resume from and its position; null for the start. */
  readonly from: Checkpoint | null
  readonly savedAt: SavedPoint | null
  readonly control: RunControl
  readonly emit: (event: TrainerEvent) => void
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
  /**
   * Builds an engine and trains; resolves to the position at which its device was lost, or to null at the end of the
   * run.
   */
  readonly attempt: (attempt: Attempt) => Promise<Interruption | null>
}

/**
 * Trains a run to its end. If a device is lost, resumes from the last checkpoint on another one, a few times. Then it
 * fails, with everything saved up to that checkpoint. Rejects with any other failure of the first attempt to prepare
 * it.
 */
export async function trainThroughLosses(options: RecoveryOptions): Promise<void> {
  const { control, now, wait } = options
  const pace = new ReplacementPace(now)
  let { from, savedAt } = options
  let rateChanges: RetakenSteps['rateChanges'] = []
  let retaken: RetakenSteps | null = null
  const emit = (event: TrainerEvent) => {
    if (event.type === 'rate') {
      const others = rateChanges.filter(({ step }) => step !== event.step)
      rateChanges = [...others, event].sort((a, b) => a.step - b.step)
    }
    options.emit(event)
  }
  const onCheckpoint = (checkpoint: Checkpoint) => {
    from = checkpoint
  }
  try {
    for (;;) {
      const lost = await attempted(options, { from, retaken, emit, onCheckpoint })
      if (lost === null) return
      savedAt = lost.saved ?? savedAt
      const end = Math.max(retaken?.end ?? 0, lost.step)
      retaken = { end, rateChanges }
      const delay = control.stopped ? 0 : pace.next()
      if (delay === null) return emit(recoveryFailure(lost, savedAt))
      emit({ type: 'interrupted', step: end, reason: lost.error.reason, resumesAt: savedAt })
      if ((await control.unlessStopped(wait(delay).then(() => true))) === null) {
        return emit({ type: 'stopped', step: end })
      }
    }
  } finally {
    control.end()
  }
}

/** One attempt; its device may be lost during preparation, or no replacement may be found. */
async function attempted(
  { attempt }: RecoveryOptions,
  next: Attempt,
): Promise<Interruption | null> {
  const step = next.retaken?.end ?? next.from?.snapshot.step ?? 0
  try {
    return await attempt(next)
  } catch (error) {
    if (error instanceof DeviceLost) return { error, step, saved: null }
    // Other errors while building a replacement, such as memory not freed yet, may be temporary.
    if (next.retaken) {
      const { message } = describeFailure(error, '')
      return { error: new DeviceLost('The GPU was lost', message), step, saved: null }
    }
    throw error
  }
}

function recoveryFailure(
  { error, step, saved }: Interruption,
  savedAt: SavedPoint | null,
): TrainerEvent {
  const at = saved ?? savedAt
  const way = at
    ? `Resume from ${positionText(at)}; everything up to there is saved.`
    : 'Run it again.'
  return {
    type: 'failed',
    step,
    message: `The GPU was lost during step ${step + 1}${error.reason === '' ? '' : ` (${error.reason})`} and could not be replaced.`,
    advice: `${way} If the GPU does not come back, close other programs that use it and reload the page.`,
    saved: at,
  }
}

import type { RunLength } from '../../../recipe/schedule/schedule.ts'

export interface TimeTick {
  /** In epochs, the unit of every chart's x. */
  readonly epoch: number
  readonly label: string
}

export interface TimeTicks {
  readonly unit: 'epoch' | 'step'
  readonly ticks: readonly TimeTick[]
  /** Epochs of the minor ticks. */
  readonly minor: readonly number[]
}

/** A run shorter than this is counted in steps. */
const SHORT_RUN_EPOCHS = 2

/** Whether a run is so short that its axis counts steps. */
export const isShort = (length: RunLength): boolean => length.epochs < SHORT_RUN_EPOCHS

const EPOCH_SPACINGS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 25, 50, 100]
const STEP_SPACINGS = [1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]

/** Ticks of a run's time axis, `width` pixels long, labels at least `room` pixels apart. */
export function timeTicks(length: RunLength, width: number, room: number): TimeTicks {
  const short = isShort(length)
  const unit = short ? 'step' : 'epoch'
  const end = short ? length.steps : length.epochs
  const perEpoch = short ? length.stepsPerEpoch : 1
  const pixels = (count: number) => (count / end) * width
  const spacing = chooseSpacing(short ? STEP_SPACINGS : EPOCH_SPACINGS, end, (room / width) * end)
  const counts = Array.from({ length: Math.floor(end / spacing) + 1 }, (_, i) => i * spacing)
  const clear = counts.filter((count) => count === 0 || pixels(end - count) >= room)
  const half = spacing / 2
  const halves = Array.from({ length: Math.floor(end / half) }, (_, i) => (i + 1) * half)
  return {
    unit,
    ticks: [...clear, end].map((count, i) => ({
      epoch: count / perEpoch,
      label: i === 0 ? `${unit} 0` : String(Math.round(10 * count) / 10),
    })),
    minor: pixels(half) < 20 ? [] : halves.map((count) => count / perEpoch),
  }
}

/** The smallest spacing of at least `least`, or up to twice as much if that divides the run evenly. */
function chooseSpacing(spacings: readonly number[], end: number, least: number): number {
  const fitting = spacings.filter((candidate) => candidate >= least)
  const smallest = fitting.at(0) ?? end
  const even = fitting.find((candidate) => end % candidate === 0)
  return even !== undefined && even <= 2 * smallest ? even : smallest
}

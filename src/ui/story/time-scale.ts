/** Seconds at the left and right end, eight halvings apart, so that every line of the grid halves the time. */
const FIRST_POWER = 0.5
const LAST_POWER = 8.5

/** Seconds at the lines of the grid, shortest first. */
export const GRID_SECONDS = [2, 4, 8, 16, 32, 64, 128, 256] as const

/** A time's position in percent of the plot's width; below 0 or above 100 if outside. */
export const positionOf = (seconds: number): number =>
  (100 * (Math.log2(seconds) - FIRST_POWER)) / (LAST_POWER - FIRST_POWER)

interface Placed {
  readonly percent: number
  /** The end it is beyond, if any. */
  readonly beyond: 'left' | 'right' | null
}

/** The same, clamped to the axis. */
export function clampedPosition(seconds: number): Placed {
  const percent = positionOf(seconds)
  if (percent < 0) return { percent: 0, beyond: 'left' }
  if (percent > 100) return { percent: 100, beyond: 'right' }
  return { percent, beyond: null }
}

/** A position in training and its time. */
export interface PaceMark {
  readonly steps: number
  readonly seconds: number
}

/** Window of the pace, in seconds of training. */
const WINDOW_SECONDS = 12

/** Adds a mark, and drops those outside the window. */
export function addMark(marks: readonly PaceMark[], mark: PaceMark): readonly PaceMark[] {
  const recent = marks.filter((_, i) => {
    const next = marks.at(i + 1)
    return next === undefined || mark.seconds - next.seconds < WINDOW_SECONDS
  })
  return [...recent, mark]
}

export interface Pace {
  readonly secondsPerStep: number
  /** Standard error of it, from the spread between the marks. */
  readonly error: number
}

/** The recent pace; null until two marks are far enough apart. */
export function measurePace(marks: readonly PaceMark[]): Pace | null {
  const first = marks.at(0)
  const last = marks.at(-1)
  if (first === undefined || last === undefined || last.steps === first.steps) return null
  if (last.seconds <= first.seconds) return null
  const mean = (last.seconds - first.seconds) / (last.steps - first.steps)
  const gaps = marks.slice(1).map((mark, i) => ({
    steps: mark.steps - marks[i].steps,
    seconds: mark.seconds - marks[i].seconds,
  }))
  if (gaps.length === 1) return { secondsPerStep: mean, error: mean / 4 }
  const variance =
    gaps.reduce((sum, gap) => sum + (gap.seconds - gap.steps * mean) ** 2, 0) / (gaps.length - 1)
  const stepsPerGap = (last.steps - first.steps) / gaps.length
  return { secondsPerStep: mean, error: Math.sqrt(variance / gaps.length) / stepsPerGap }
}

/** Seconds that `steps` more steps will take, give or take `plusMinus` (two standard errors). */
export function timeLeft(pace: Pace, steps: number): { seconds: number; plusMinus: number } {
  return { seconds: steps * pace.secondsPerStep, plusMinus: 2 * steps * pace.error }
}

import { COORDINATES, type Coordinate, type TrialPoint, START } from './coordinates.ts'

/** A point of the search, and the coordinate along which it was reached; null for the start. */
export interface Trial {
  readonly point: TrialPoint
  readonly along: Coordinate | null
}

export interface LogEntry extends Trial {
  /** The value to minimise; Infinity for an aborted trial. */
  readonly score: number
}

/** Steps along a coordinate, in powers of two: coarse, then finer. */
const STEPS = [1, 0.5]

/**
 * Searches for the least score from `START` on, with the scores known so far: returns the first trial without a score, or
 * null once the search is over. Cyclic coordinate descent: from the best point so far, a step up along each coordinate
 * in turn, or else down, is repeated as long as it improves; once a whole round improved nothing, steps get finer. Only
 * scores matter, so that an interrupted search continues as it would have.
 */
export function searchTrials(
  isAllowed: (point: TrialPoint) => boolean,
  scoreOf: (trial: Trial) => number | null,
): Trial | null {
  const trials = descend(isAllowed)
  for (let turn = trials.next(Infinity); turn.done !== true;) {
    const score = scoreOf(turn.value)
    if (score === null) return turn.value
    turn = trials.next(score)
  }
  return null
}

/** The trial that follows a log; null if the search is over. Throws if the log is of another search. */
export function nextTrial(
  log: readonly LogEntry[],
  isAllowed: (point: TrialPoint) => boolean,
): Trial | null {
  let at = 0
  return searchTrials(isAllowed, ({ point }) => {
    if (at === log.length) return null
    const entry = log[at++]
    if (!samePoint(point, entry.point)) throw new RangeError('This log belongs to another search.')
    return entry.score
  })
}

/** Yields trials, and receives the score of each. */
function* descend(isAllowed: (point: TrialPoint) => boolean): Generator<Trial, void, number> {
  const known: LogEntry[] = []
  let best = START
  let least = yield { point: START, along: null }
  known.push({ point: START, along: null, score: least })

  for (const step of STEPS) {
    for (let improved = true; improved;) {
      improved = false
      for (const along of COORDINATES) {
        for (const move of [step, -step]) {
          let moved = false
          for (;;) {
            const point: TrialPoint = { ...best, [along]: best[along] + move }
            if (!isAllowed(point)) break
            const seen = known.find((entry) => samePoint(entry.point, point))
            const score = seen?.score ?? (yield { point, along })
            if (seen === undefined) known.push({ point, along, score })
            if (!(score < least)) break
            best = point
            least = score
            moved = true
          }
          if (!moved) continue
          improved = true
          break
        }
      }
    }
  }
}

const samePoint = (a: TrialPoint, b: TrialPoint): boolean =>
  COORDINATES.every((coordinate) => a[coordinate] === b[coordinate])

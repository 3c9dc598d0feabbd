import { judged, type RunRecord } from '../../../runs/record/record.ts'

/** Runs aren't stopped before this share of their length: early tests predict little. */
const GRACE = 0.3

/** Allowed extra improvement over the rest of a run, relative to the best known. */
const SLACK = 1.5

/** A test by its position in the run (0 to 1), with the error rate. */
interface Mistakes {
  readonly at: number
  readonly share: number
}

const mistakesOf = ({ tests, steps }: RunRecord): Mistakes[] =>
  tests.map((test) => ({ at: test.step / steps, share: 1 - judged(test) }))

/** Error rate at the last test before `at`; null before the first. */
const by = (curve: readonly Mistakes[], at: number): number | null =>
  curve.findLast((point) => point.at <= at + 1e-9)?.share ?? null

/**
 * Whether a run won't reach a lower error than the best of `finished`: even if from one of its tests on its mistakes
 * fell by the largest factor that any finished run's did over the same part, and by half as much again, they would stay
 * above it. False before the first third or so of the run, and while nothing is finished.
 */
export function isHopeless(run: RunRecord, finished: readonly RunRecord[]): boolean {
  const curves = finished.map(mistakesOf).filter((curve) => curve.length > 0)
  if (curves.length === 0) return false
  const ends = curves.map((curve) => curve[curve.length - 1].share)
  const least = Math.min(...ends)
  return mistakesOf(run).some(({ at, share }) => {
    if (at < GRACE || at >= 1) return false
    const falls = curves.map((curve, i) => (by(curve, at) ?? ends[i]) / Math.max(ends[i], 1e-4))
    return share / (SLACK * Math.max(1, ...falls)) > least
  })
}

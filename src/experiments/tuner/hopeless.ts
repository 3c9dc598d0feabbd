import { judged, type RunRecord } from '../../runs/record/record.ts'

/** A run is left alone for this share of it: what comes first tells little of what comes last. */
const GRACE = 0.3

/** How much more a run may gain on what is left of it than any that is known did there. */
const SLACK = 1.5

/** At the share of a run that test lies at, the share of images named wrong. */
interface Mistakes {
  readonly at: number
  readonly share: number
}

const mistakesOf = ({ tests, steps }: RunRecord): Mistakes[] =>
  tests.map((test) => ({ at: test.step / steps, share: 1 - judged(test) }))

/** Mistakes at the last test by `at`; null before the first. */
const by = (curve: readonly Mistakes[], at: number): number | null =>
  curve.findLast((point) => point.at <= at + 1e-9)?.share ?? null

/**
 * Whether a run will not come to fewer mistakes than the best of `finished`: even if from one of its tests on its mistakes
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

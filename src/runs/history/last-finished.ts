import { type EarlierRun, MAX_EARLIER_TESTS } from '../../trainer/comparison.ts'
import { thinned } from '../earlier-run.ts'
import { accuracyOf, engineHere, judged, smoothingIn } from '../record/record.ts'
import type { RunEntry } from './entry.ts'

/** A run that ended longer ago is no longer "the one before". */
const RECENT_MS = 24 * 3_600_000

/** The last finished run of this browser, to compare the next one with after a reload; null if it is old. */
export function lastFinished(entries: readonly RunEntry[], now: number): EarlierRun | null {
  const last = entries.find(
    ({ origin, record }) => origin === 'here' && accuracyOf(record) !== null,
  )
  if (last === undefined) return null
  const { record } = last
  const accuracy = accuracyOf(record)
  if (accuracy === null || now - record.startedAt - 1000 * record.wallSeconds > RECENT_MS)
    return null
  const { choice, seed, dataset, testImages, trainSeconds, wallSeconds, stepsPerEpoch } = record
  const hasPlainLoss = smoothingIn(record).test === 0
  return {
    choice,
    seed,
    dataset,
    engine: engineHere(record),
    testImages,
    accuracy,
    trainSeconds,
    wallSeconds,
    tests: thinned(record.tests, MAX_EARLIER_TESTS).map((test) => ({
      epoch: test.step / stepsPerEpoch,
      accuracy: judged(test),
      trainLoss: test.trainLoss,
      testLoss: hasPlainLoss ? test.testLoss : null,
    })),
  }
}

import type { EpochScores } from '../../../runs/run.ts'
import { WATCHED_IMAGES } from '../../../trainer/evaluation/watched-images.ts'

/** A network's prediction for one watched image. */
export interface Eye {
  readonly record: number
  /** The true class. */
  readonly label: number
  /** Null before the first test. */
  readonly seen: {
    readonly predicted: number
    /** NaN if the logits were NaN. */
    readonly confidence: number
    /** The previous test's prediction, if it was another class. */
    readonly before: number | null
  } | null
}

/** The shipped network's predictions for the watched images. */
export const shippedEyes = (): readonly Eye[] =>
  WATCHED_IMAGES.map(({ record, label, shipped }) => ({
    record,
    label,
    seen: { ...shipped, before: null },
  }))

/** A run's last predictions for the watched images, and where they differ from the previous test. */
export function eyesOf(tests: readonly Pick<EpochScores, 'watched'>[]): readonly Eye[] {
  const [before, last] = [tests.at(-2)?.watched, tests.at(-1)?.watched]
  return WATCHED_IMAGES.map(({ record, label }, i) => {
    if (!last) return { record, label, seen: null }
    const predicted = last.predicted[i]
    const earlier = before?.predicted[i] ?? predicted
    return {
      record,
      label,
      seen: {
        predicted,
        confidence: last.confidences[i],
        before: earlier === predicted ? null : earlier,
      },
    }
  })
}

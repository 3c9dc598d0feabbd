import * as v from 'valibot'

const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))

/** What a run may measure beside losses and accuracies. None of it changes the run. */
export const MeasuresSchema = v.object({
  /** How the parameters move, in every n-th step. */
  dynamicsEvery: v.exactOptional(Count),
  /** At the end, how training images are remembered by how long ago they were trained on; see `forgettingCurve`. */
  forgetting: v.exactOptional(
    v.object({
      groups: v.pipe(Count, v.minValue(2), v.maxValue(100)),
      images: v.pipe(Count, v.maxValue(10_000)),
    }),
  ),
})

export type Measures = v.InferOutput<typeof MeasuresSchema>

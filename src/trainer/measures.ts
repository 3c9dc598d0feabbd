import * as v from 'valibot'

const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))

/** Optional measurements of a run. None of them changes the run. */
export const MeasuresSchema = v.object({
  /** How the parameters move, in every n-th step. */
  dynamicsEvery: v.exactOptional(Count),
  /** After every epoch all scores of the final test, not just one view of the weights that the recipe is judged by. */
  testAll: v.exactOptional(v.literal(true)),
  /** At the end, the loss on training images by how long ago they were trained on; see `forgettingCurve`. */
  forgetting: v.exactOptional(
    v.object({
      groups: v.pipe(Count, v.minValue(2), v.maxValue(100)),
      images: v.pipe(Count, v.maxValue(10_000)),
    }),
  ),
})

export type Measures = v.InferOutput<typeof MeasuresSchema>

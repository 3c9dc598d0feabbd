/**
 * Part 7 of David Page's series: what a small step of the parameters along the gradient of one class's mean logit does to
 * the answers. Without active batch norm nearly every image is named as that class; with it hardly any is named otherwise.
 */
export interface LogitSteps {
  /** The step's length, as a share of the parameters' norm. */
  readonly share: number
  /** Images looked at. */
  readonly images: number
  /** Images named as each class before. */
  readonly before: readonly number[]
  /** Of each class whose mean logit was raised, in the order they were asked for: images named as each class after the step. */
  readonly after: readonly (readonly number[])[]
}

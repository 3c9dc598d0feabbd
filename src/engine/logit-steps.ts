import type { Normalisation, Records } from '../data/records.ts'
import type { Layer } from '../model/layers.ts'
import type { Snapshot } from './engine.ts'

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

export interface LogitStepsOptions {
  readonly layers: readonly Layer[]
  /** The weights as they are count. */
  readonly snapshot: Pick<Snapshot, 'tensors'>
  readonly normalisation: Normalisation
  readonly records: Records
  /** Records to look at, as they are: a number that batch norm's groups divide. */
  readonly chosen: readonly number[]
  /** The step's length, as a share of the Euclidean norm of all trained parameters. */
  readonly share: number
  /** The classes whose mean logits are raised, one by one. */
  readonly targets: readonly number[]
}

import type { DatasetName } from '../../data/datasets.ts'
import { presetChoice, type RecipeChoice, resolveRecipe } from '../../recipe/choice.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { accuracyOf } from '../../runs/record/record.ts'
import type { ShippedPredictions } from '../../runs/shipped-network/predictions.ts'
import { confusionOf } from '../../trainer/shipped/predictions-file.ts'
import { SHIPPED_NETWORK, SHIPPED_PRESET } from '../../trainer/shipped/shipped-network.ts'
import { SHIPPED } from '../shipped/texts.ts'
import type { InspectedRun } from './inspected-run.ts'
import { INSIDE } from './texts.ts'
import { isolated } from '../../errors/isolated.ts'

/** A network that Look inside can show: of a stored run, the current run, the shipped one, or the next run. */
export interface ShownNetwork {
  readonly id: string
  readonly name: string
  /** Its name in a list, with its accuracy. */
  readonly option: string
  readonly choice: RecipeChoice
  readonly recipe: Recipe
  readonly seed: number
  /** The data set of its test images. */
  readonly dataset: DatasetName
  /** The images' fingerprint, see `fingerprintOf`; undefined if unknown. */
  readonly imagesFingerprint: string | undefined
  /** counts[truth * 10 + predicted]; null until loaded, or if untested. */
  readonly confusion: readonly number[] | null
  /** Why there are no predictions of it; null if there are. */
  readonly untested: string | null
  readonly isShipped: boolean
  /** The worker's network, if it is this run's. */
  readonly held: InspectedRun | null
}

const SHIPPED_ID = 'shipped'
const HELD_ID = 'held'
const NEXT_ID = 'next'

/** A stored run whose predictions are known. */
export function storedNetwork(
  { id, name: storedName, record }: RunEntry,
  held: InspectedRun | null,
): ShownNetwork {
  const name = isolated(storedName)
  const accuracy = accuracyOf(record)
  return {
    id,
    name,
    option: accuracy === null ? name : `${name}, ${(100 * accuracy).toFixed(1)}%`,
    choice: record.choice,
    recipe: record.recipe,
    seed: record.seed,
    dataset: record.dataset,
    imagesFingerprint: record.imagesFingerprint,
    confusion: record.confusion,
    untested: null,
    isShipped: false,
    held,
  }
}

/** The network of a run without recorded predictions: it is running or was interrupted. */
export function heldNetwork(held: InspectedRun, underWay: boolean): ShownNetwork {
  const { choice, seed, dataset } = held.request
  const name = underWay ? INSIDE.networks.underWay : INSIDE.networks.last
  return {
    ...untestedNetwork(HELD_ID, name, choice),
    seed,
    dataset,
    untested: underWay ? INSIDE.networks.untestedYet : INSIDE.networks.unfinished,
    held,
  }
}

/** The recipe selected on Train, not trained yet. */
export const nextNetwork = (choice: RecipeChoice, seed: number): ShownNetwork => ({
  ...untestedNetwork(NEXT_ID, INSIDE.networks.next, choice),
  option: INSIDE.networks.nextOption,
  seed,
})

const untestedNetwork = (id: string, name: string, choice: RecipeChoice): ShownNetwork => ({
  id,
  name,
  option: name,
  choice,
  recipe: resolveRecipe(choice),
  seed: 1,
  dataset: 'full',
  imagesFingerprint: undefined,
  confusion: null,
  untested: INSIDE.networks.untrained,
  isShipped: false,
  held: null,
})

export function shippedNetwork(loaded: ShippedPredictions | null): ShownNetwork {
  return {
    ...untestedNetwork(SHIPPED_ID, SHIPPED.name, presetChoice(SHIPPED_PRESET)),
    option: SHIPPED.option,
    seed: SHIPPED_NETWORK.seed,
    imagesFingerprint: SHIPPED_NETWORK.imagesFingerprint,
    confusion: loaded && confusionOf(loaded.predictions),
    untested: null,
    isShipped: true,
  }
}

import type { RecipeChoice } from '../../recipe/choice.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { canonicalJson } from '../../runs/record/canonical.ts'
import type { ShippedPredictions } from '../../runs/shipped-network/predictions.ts'
import type { InspectedRun } from './inspected-run.ts'
import {
  heldNetwork,
  nextNetwork,
  type ShownNetwork,
  shippedNetwork,
  storedNetwork,
} from './shown-network.ts'

export interface NetworksToShow {
  /** Newest first. */
  readonly entries: readonly RunEntry[]
  /** The network that the worker holds. */
  readonly held: InspectedRun | null
  /** Its entry, if this page recorded it. */
  readonly recordedAs: string | null
  readonly underWay: boolean
  readonly shipped: ShippedPredictions | null
  readonly setup: { readonly choice: RecipeChoice; readonly seed: number }
}

/**
 * All networks that can be inspected, the default first: the current run, else the newest local run with predictions,
 * else an interrupted run, else the shipped network. Imported runs come last, since they have no weights or predictions.
 */
export function networksToShow(from: NetworksToShow): ShownNetwork[] {
  const { held, underWay, setup } = from
  const tested = from.entries.filter(({ record }) => record.confusion !== null)
  const own =
    held === null || underWay
      ? undefined
      : (tested.find(({ id }) => id === from.recordedAs) ??
        tested.find((entry) => isOf(entry, held)))
  const storedFrom = (here: boolean) =>
    tested
      .filter(({ origin }) => (origin === 'here') === here)
      .map((entry) => storedNetwork(entry, entry === own ? held : null))
  const stored = storedFrom(true)
  const apart = held === null || own !== undefined ? [] : [heldNetwork(held, underWay)]
  return [
    ...(underWay ? [...apart, ...stored] : [...stored, ...apart]),
    shippedNetwork(from.shipped),
    ...storedFrom(false),
    nextNetwork(setup.choice, setup.seed),
  ]
}

/** Whether an entry is of the run that the worker saved, as after a reload: the same recipe, seed and steps. */
function isOf({ record }: RunEntry, { request, step }: InspectedRun): boolean {
  return (
    record.stepsTaken === step &&
    record.seed === request.seed &&
    record.dataset === request.dataset &&
    record.engine === request.engine &&
    canonicalJson(record.choice) === canonicalJson(request.choice)
  )
}

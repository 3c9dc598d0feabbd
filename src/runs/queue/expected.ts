import { DATASET_SIZES } from '../../data/datasets.ts'
import { canonicalJson } from '../record/canonical.ts'
import { accuracyOf, type RunRecord } from '../record/record.ts'
import { resolveRecipe } from '../../recipe/choice.ts'
import { runFlops } from '../../trainer/schedule/compute.ts'
import type { EstimateReport } from '../../worker/protocol.ts'
import type { RunEntry } from '../history/entry.ts'
import type { RunRequest } from '../run.ts'
import { openItems, type Queue, type QueueItem } from './queue.ts'

/** Most runs used for an expected time. */
const RECENT = 5

/**
 * Expected wall time of a run in seconds: from the last runs of its recipe, else from its operations at the rate of the
 * last run, else at the rate measured before any run. Null if unknown.
 */
export function expectedSeconds(
  request: RunRequest,
  entries: readonly RunEntry[],
  estimates: readonly EstimateReport[],
): number | null {
  const recipe = resolveRecipe(request.choice)
  const own = entries.flatMap(({ origin, record }) =>
    origin === 'here' && record.engine === request.engine && accuracyOf(record) !== null
      ? [record]
      : [],
  )
  const wanted = canonicalJson(recipe)
  const alike = own
    .filter(({ dataset }) => dataset === request.dataset)
    .filter((record) => canonicalJson(record.recipe) === wanted)
    .slice(0, RECENT)
  if (alike.length > 0) return median(alike.map(({ wallSeconds }) => wallSeconds))
  const { train, test } = DATASET_SIZES[request.dataset]
  const flops = runFlops(recipe, train, test)
  const last = own.at(0)
  if (last !== undefined) return (flops * last.wallSeconds) / flopsOf(last)
  const estimate = estimates.findLast(({ engine }) => engine === request.engine)
  if (estimate === undefined) return null
  const full = DATASET_SIZES.full
  const known = runFlops(resolveRecipe(estimate.choice), full.train, full.test)
  return (flops * estimate.seconds) / known
}

const flopsOf = ({ recipe, trainImages, testImages }: RunRecord): number =>
  runFlops(recipe, trainImages, testImages)

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2
}

/** Seconds until the queue is done, `underWay` of them for the current run. Null if a run's time is unknown. */
export function queueSeconds(
  queue: Queue,
  underWay: number | null,
  expected: (request: RunRequest) => number | null,
): number | null {
  const seconds = (item: QueueItem) =>
    item.state === 'running' && underWay !== null ? underWay : expected(item.request)
  return openItems(queue).reduce<number | null>((sum, item) => {
    const more = seconds(item)
    return sum === null || more === null ? null : sum + more
  }, 0)
}

import { recordOf } from '../../../runs/record/from-run.ts'
import type { WholeRun } from '../../../runs/record/record.ts'
import { reduceRun, requestRun } from '../../../runs/run.ts'
import type { TrainerEvent } from '../../../trainer/events.ts'
import type { SweepRun } from './runs.ts'

/**
 * The record of a run from its events, the same as the page's; null if there was no step. `endedAt` is in milliseconds since
 * 1970, `code` is the commit that trained it.
 */
export function recordEvents(
  { choice, seed, data, engine }: Pick<SweepRun, 'choice' | 'seed' | 'data' | 'engine'>,
  events: readonly TrainerEvent[],
  { endedAt, code }: { readonly endedAt: number; readonly code: string },
): WholeRun | null {
  const run = events.reduce(reduceRun, requestRun({ choice, seed, dataset: data, engine }))
  // Without the pause of an interrupted run.
  const startedAt = Math.round(endedAt - 1000 * run.wallSeconds)
  return recordOf(run, { startedAt, browser: null, device: '', code })
}

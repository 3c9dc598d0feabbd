import { WebGpuUnavailable } from '../../../engine/device/device.ts'
import type { WholeRun } from '../../../runs/record/record.ts'
import { describeFailure } from '../../../trainer/recovery/failure.ts'
import type { Terminal } from '../../train/report.ts'
import { isFinal, type RunFailure, type RunFolder } from '../runs/run-folder.ts'
import type { SweepRun } from '../runs/runs.ts'

/** How a run of a sweep ended: with a record, before its first step, or stopped by the user, to be resumed. */
export type ShardOutcome =
  | { readonly kind: 'ended'; readonly whole: WholeRun }
  | { readonly kind: 'failed'; readonly failure: RunFailure }
  | { readonly kind: 'stopped' }

export interface ShardOptions {
  readonly runs: readonly SweepRun[]
  readonly folder: RunFolder
  /** Trains a run, from its checkpoint if there is one. A rejection is a failure of that run. */
  readonly train: (run: SweepRun) => Promise<ShardOutcome>
  readonly terminal: Terminal
}

/** Counts of a shard's runs by how they ended. */
export interface ShardCounts {
  done: number
  failed: number
  /** Not finished because the program was stopped. */
  left: number
}

/**
 * Trains the unfinished runs of a shard one after the other, and writes each as it ends. A failed run does not stop the
 * next one. Throws if the folder can't be written or there is no GPU.
 */
export async function trainShard(options: ShardOptions): Promise<ShardCounts> {
  const { runs, terminal } = options
  const counts: ShardCounts = { done: 0, failed: 0, left: 0 }
  for (const [i, run] of runs.entries()) {
    terminal.write(`Run ${i + 1} of ${runs.length}: ${run.name}\n`)
    const ended = finishedEarlier(options, run) ?? (await trainOne(options, run))
    if (ended === 'stopped') {
      counts.left = runs.length - i
      break
    }
    counts[ended]++
  }
  return counts
}

/** How a run ended in an earlier session; null if it must be trained. */
function finishedEarlier(
  { folder, terminal }: ShardOptions,
  run: SweepRun,
): 'done' | 'failed' | null {
  try {
    const record = folder.recordOf(run)
    if (record === null || !isFinal(record)) return null
    terminal.write('Finished earlier.\n')
    return record.ending.kind === 'done' ? 'done' : 'failed'
  } catch (error) {
    terminal.write(`${describeFailure(error, '').message} Training it again.\n`)
    return null
  }
}

async function trainOne(
  { folder, train, terminal }: ShardOptions,
  run: SweepRun,
): Promise<'done' | 'failed' | 'stopped'> {
  const outcome = await outcomeOf(train(run))
  switch (outcome.kind) {
    case 'stopped':
      return 'stopped'
    case 'failed': {
      const { message, advice } = outcome.failure
      terminal.write(`Failed: ${message} ${advice}\n`)
      folder.writeFailure(run, outcome.failure)
      return 'failed'
    }
    case 'ended':
      folder.write(run, outcome.whole)
      return outcome.whole.record.ending.kind === 'done' ? 'done' : 'failed'
  }
}

async function outcomeOf(training: Promise<ShardOutcome>): Promise<ShardOutcome> {
  try {
    return await training
  } catch (error) {
    // Other runs would fail too.
    if (error instanceof WebGpuUnavailable) throw error
    const { message, advice } = describeFailure(error, '')
    return { kind: 'failed', failure: { message, advice } }
  }
}

import { createHash } from 'node:crypto'
import type { Records } from '../../data/records.ts'
import type { Engine } from '../../engine/engine.ts'
import type { WgslEngineOptions } from '../../engine/wgsl/engine.ts'
import { ShortTileMemory } from '../../engine/wgsl/tuning/tile-memory.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { Checkpoint } from '../../trainer/recovery/checkpoint.ts'
import type { TrainerEvent } from '../../trainer/events.ts'
import { ArgumentError } from '../command-line/arguments.ts'
import { readCheckpoint, type CheckpointFileContent, writeCheckpoint } from './checkpoint-file.ts'
import type { Terminal } from './report.ts'
import type { TrainOptions } from './train-options.ts'

/** The checkpoint that a run resumes from, and how new ones are saved. */
export interface Saving {
  /** The run in the checkpoint file; null for a new run. */
  readonly saved: CheckpointFileContent | null
  /** The recipe with the batch size and precision of the saved run. */
  readonly recipe: Recipe
  readonly build: Pick<WgslEngineOptions, 'microBatches' | 'tileMemory'>
  /** Saves each checkpoint with the events so far; null without a file. */
  readonly saver: (
    engine: Engine,
    recipe: Recipe,
    events: readonly TrainerEvent[],
  ) => ((checkpoint: Checkpoint) => void) | null
  /** CPU time of this and earlier processes that trained the run. */
  readonly processorSeconds: () => number
}

/** Reads the checkpoint of the options. Throws an ArgumentError if it belongs to another run. */
export function openSaving(
  options: Pick<TrainOptions, 'checkpoint' | 'recipe' | 'seed' | 'engine'>,
  splits: { readonly train: Records; readonly test: Records },
  terminal: Terminal,
): Saving {
  const { checkpoint: path, recipe } = options
  const run = identityOf(options, splits)
  const saved = path === null ? null : readCheckpoint(path, (line) => terminal.write(`${line}\n`))
  if (path !== null && saved !== null) {
    requireSameRun(path, saved.run, run)
    terminal.write(`Resuming from step ${saved.checkpoint.snapshot.step} in ${path}.\n`)
  }
  const tileMemory = new ShortTileMemory(saved?.build.tiles)
  const processorSeconds = () => (saved?.processorSeconds ?? 0) + usedSeconds()
  return {
    saved,
    recipe: saved
      ? { ...recipe, batchSize: saved.build.batchSize, precision: saved.build.precision }
      : recipe,
    build: { microBatches: saved?.build.microBatches ?? null, tileMemory },
    processorSeconds,
    saver: (engine, { batchSize }, events) =>
      path === null
        ? null
        : (checkpoint) => {
            const { precision, microBatches } = engine.info
            const build = { batchSize, precision, microBatches, tiles: tileMemory.all }
            const spent = processorSeconds()
            writeCheckpoint(path, {
              run,
              build,
              events: [...events],
              processorSeconds: spent,
              checkpoint,
            })
          },
  }
}

function usedSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** The identity of a run, by field. */
function identityOf(
  { recipe, seed, engine }: Pick<TrainOptions, 'recipe' | 'seed' | 'engine'>,
  { train, test }: { readonly train: Records; readonly test: Records },
): Record<string, string> {
  return {
    recipe: JSON.stringify(recipe),
    seed: String(seed),
    engine,
    'training images': digest(train),
    'test images': digest(test),
  }
}

const digest = ({ pixels, labels }: Records): string =>
  createHash('sha256').update(labels).update(pixels).digest('hex')

function requireSameRun(
  path: string,
  saved: Readonly<Record<string, string>>,
  requested: Readonly<Record<string, string>>,
): void {
  const other = Object.keys(requested).filter((name) => saved[name] !== requested[name])
  if (other.length === 0) return
  throw new ArgumentError(
    `${path} holds another run: its ${other.join(' and its ')} ${other.length === 1 ? 'is' : 'are'} different. ` +
      'Use another --checkpoint file, or the same settings.',
  )
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeText } from '../../runs/files/decode-text.ts'
import { MAX_FILE_BYTES } from '../../runs/files/run-file.ts'
import { namedDataset } from '../images/dataset.ts'
import { stopOnSignals } from '../command-line/interrupts.ts'
import { requireWritable, writeAtomically } from '../command-line/output-file.ts'
import { runProgram } from '../command-line/program.ts'
import { SpecError } from './spec/field-error.ts'
import { mergeFolders } from './runs/merge.ts'
import { RunFolder } from './runs/run-folder.ts'
import { runsOf, runTable, type SweepRun } from './runs/runs.ts'
import { inShard } from './shards/shard.ts'
import { readSpec } from './spec/spec.ts'
import {
  type MergeOptions,
  parseSweepOptions,
  SWEEP_USAGE,
  type TrainShardOptions,
} from './spec/sweep-options.ts'
import { trainShard } from './shards/train-shard.ts'
import { TrainingSession } from './shards/training-session.ts'

/** The commit that the program was bundled from; scripts/bundle/bundle-headless.mjs defines it. */
declare const LAB94_COMMIT: string

const terminal = {
  interactive: process.stderr.isTTY,
  write: (text: string) => void process.stderr.write(text),
}

/** `npm run -s sweep`: many runs on many machines. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseSweepOptions(argv)
  switch (options.mode) {
    case 'list':
      process.stdout.write(runTable(runsIn(options.spec), options.shard.count))
      return 0
    case 'train':
      return train(options)
    case 'merge':
      return merge(options)
  }
}

function runsIn(path: string): readonly SweepRun[] {
  try {
    return runsOf(readSpec(decodeText(readFileSync(path))))
  } catch (error) {
    if (error instanceof SpecError) throw new Error(`${path}: ${error.message}`, { cause: error })
    throw error
  }
}

async function train(options: TrainShardOptions): Promise<number> {
  const all = runsIn(options.spec)
  const runs = inShard(all, options.shard)
  const { number, count } = options.shard
  terminal.write(`Shard ${number}/${count}: ${runs.length} of ${all.length} runs.\n`)
  if (runs.length === 0) return 0
  requireWritable('out', join(options.out, runs[0].name))
  const { from, ...splits } = await namedDataset(runs[0].data, options.data)
  terminal.write(`Images from ${from}.\n`)
  const folder = new RunFolder(options.out)
  const session = new TrainingSession({ options, splits, folder, terminal, code: LAB94_COMMIT })
  stopOnSignals(() => session.stop())
  const { done, failed, left } = await trainShard({
    runs,
    folder,
    train: (run) => session.train(run),
    terminal,
  })
  terminal.write(`${done} of ${runs.length} runs done, ${failed} failed, ${left} left.\n`)
  if (left > 0) terminal.write('Stopped. Start again to resume.\n')
  return failed + left === 0 ? 0 : 1
}

function merge({ folders, out }: MergeOptions): number {
  requireWritable('out', out)
  const { text, runs, duplicates, unreadable, failed } = mergeFolders(folders)
  for (const line of unreadable) terminal.write(`Cannot read ${line}\n`)
  for (const line of failed) terminal.write(`Failed before its first step, ${line}\n`)
  if (runs === 0) throw new Error(`There are no runs in ${folders.join(', ')}.`)
  writeAtomically(out, text)
  const left = duplicates === 0 ? '' : ` Skipped ${duplicates} duplicates.`
  terminal.write(`${runs} runs in ${out}.${left}\n`)
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    terminal.write(
      `The page opens files of up to ${MAX_FILE_BYTES / 2 ** 20} MiB. Merge fewer runs.\n`,
    )
  }
  return unreadable.length === 0 ? 0 : 1
}

await runProgram(main, SWEEP_USAGE)

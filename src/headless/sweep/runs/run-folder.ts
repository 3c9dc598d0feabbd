import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { readRunFile, readFiledRun, writeRunFile } from '../../../runs/files/run-file.ts'
import { newEntry } from '../../../runs/history/entry.ts'
import { diverged, type RunRecord, type WholeRun } from '../../../runs/record/record.ts'
import { removeCheckpoint } from '../../train/checkpoint-file.ts'
import { writeAtomically } from '../../command-line/output-file.ts'
import type { SweepRun } from './runs.ts'

/** Why a run ended before its first step and has no record. */
const FailureSchema = v.object({
  format: v.literal('lab94-failed-run'),
  message: v.string(),
  advice: v.string(),
})

export type RunFailure = Omit<v.InferOutput<typeof FailureSchema>, 'format'>

/** Suffix of the files that say why a run has no record. */
export const FAILURE_ENDING = '.failed.json'

/** Reads why a run failed. Throws if the text is invalid. */
export const readFailure = (text: string): RunFailure => v.parse(FailureSchema, JSON.parse(text))

type Named = Pick<SweepRun, 'name'>

/** Where the runs of a sweep are written, one file each, named by the run. */
export class RunFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The checkpoint file during training. */
  checkpointOf({ name }: Named): string {
    return join(this.#folder, `${name}.checkpoint`)
  }

  /** The record of a run; null if none. Throws if it can't be read. */
  recordOf(run: Named): RunRecord | null {
    const path = this.#recordFile(run)
    if (!existsSync(path)) return null
    const [read] = readRunFile(readFileSync(path, 'utf8')).map(readFiledRun)
    if (read === undefined) throw new Error(`${path} does not contain a run.`)
    if ('unreadable' in read) throw new Error(`${path}: ${read.unreadable}.`)
    return read.record
  }

  /** Writes the record of an ended run, replacing its earlier files. */
  write(run: Named, whole: WholeRun): void {
    const entry = newEntry(whole, 'here')
    writeAtomically(this.#recordFile(run), writeRunFile([{ entry, steps: whole.steps }]))
    rmSync(this.#failureFile(run), { force: true })
    if (isFinal(whole.record)) removeCheckpoint(this.checkpointOf(run))
  }

  /** Writes why a run ended before its first step. */
  writeFailure(run: Named, failure: RunFailure): void {
    const contents = { format: 'lab94-failed-run', ...failure }
    writeAtomically(this.#failureFile(run), `${JSON.stringify(contents, null, 1)}\n`)
  }

  #recordFile({ name }: Named): string {
    return join(this.#folder, `${name}.json`)
  }

  #failureFile({ name }: Named): string {
    return join(this.#folder, `${name}${FAILURE_ENDING}`)
  }
}

/** Whether training again would end the same: the run finished or diverged. */
export const isFinal = (record: RunRecord): boolean =>
  record.ending.kind === 'done' || diverged(record)

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeText } from '../../../runs/files/decode-text.ts'
import {
  type FiledRun,
  readFiledRun,
  readRunFile,
  writeRunFile,
} from '../../../runs/files/run-file.ts'
import { newEntry, workOf } from '../../../runs/history/entry.ts'
import { canonicalJson } from '../../../runs/record/canonical.ts'
import type { RunRecord } from '../../../runs/record/record.ts'
import { FAILURE_ENDING, isFinal, readFailure } from './run-folder.ts'
import { reasonOf } from '../../../errors/reason-of.ts'

export interface MergedRuns {
  /** A file of runs that the page can open. */
  readonly text: string
  readonly runs: number
  /** Duplicates of another run in the file. */
  readonly duplicates: number
  /** Files that cannot be read, with the reason. */
  readonly unreadable: readonly string[]
  /** Runs that failed before their first step, with the reason. */
  readonly failed: readonly string[]
}

/**
 * Merges the run files of folders. Of equivalent runs, such as one trained on two machines, only the first finished one
 * (or the first) is used. Throws if a folder can't be read.
 */
export function mergeFolders(folders: readonly string[]): MergedRuns {
  const unreadable: string[] = []
  const failed: string[] = []
  const runs = new Map<string, FiledRun>()
  let read = 0
  for (const path of folders.flatMap(runFilesIn)) {
    try {
      const bytes = readFileSync(path)
      if (path.endsWith(FAILURE_ENDING)) {
        const { message, advice } = readFailure(decodeText(bytes))
        failed.push(`${path}: ${message} ${advice}`.trimEnd())
        continue
      }
      for (const run of readRunFile(decodeText(bytes)).map(readFiledRun)) {
        if ('unreadable' in run) {
          unreadable.push(`${path}: ${run.unreadable}`)
          continue
        }
        read++
        const key = keyOf(run.record)
        const known = runs.get(key)
        if (known === undefined || (!isFinal(known.record) && isFinal(run.record))) {
          runs.set(key, run)
        }
      }
    } catch (error) {
      unreadable.push(`${path}: ${reasonOf(error)}`)
    }
  }
  const merged = [...runs.values()].map(({ record, steps, name, star, note }) => ({
    entry: { ...newEntry({ record, steps }, 'file'), name, star, note },
    steps,
  }))
  return {
    text: writeRunFile(merged),
    runs: merged.length,
    duplicates: read - merged.length,
    unreadable,
    failed,
  }
}

/** The JSON files of a folder, sorted by name, numbers by value. */
const runFilesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .map((name) => join(folder, name))

/** A key that equivalent runs share. */
const keyOf = (record: RunRecord): string =>
  canonicalJson([workOf(record), record.trainImages, record.testImages])

import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ArgumentError } from './arguments.ts'
import { reasonOf } from '../../errors/reason-of.ts'

/**
 * Creates a file's folder if it is missing, and checks before a run that the file can be written. Throws an ArgumentError
 * that names the option if not.
 */
export function requireWritable(option: string, path: string): void {
  const folder = dirname(resolve(path))
  try {
    mkdirSync(folder, { recursive: true })
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error('it is a folder')
    }
    accessSync(folder, constants.W_OK)
    writeAtomically(`${path}.try`, '')
    rmSync(`${path}.try`)
  } catch (error) {
    const reason = reasonOf(error)
    throw new ArgumentError(`--${option} ${path} cannot be written: ${reason}.`)
  }
}

/**
 * Writes a file atomically: it always has its old or new contents, even if the program is killed or the computer loses
 * power. Throws if writing fails; the old contents stay.
 */
export function writeAtomically(path: string, contents: string | Uint8Array): void {
  const partial = `${path}.partial`
  try {
    const file = openSync(partial, 'w')
    try {
      const bytes = typeof contents === 'string' ? Buffer.from(contents) : contents
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

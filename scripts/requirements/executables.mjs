import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The paths that commands may have, in the order of the commands.
 *
 * @param {string | undefined} path the value of `PATH`
 * @param {readonly string[]} commands
 * @returns {string[]}
 */
export function onPath(path, commands) {
  const folders = (path ?? '').split(delimiter).filter((folder) => folder !== '')
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)))
}

/**
 * The first browser that starts, or null. Throws an error if `named`, the value of the environment variable `variable`, is
 * set and does not start.
 *
 * @param {readonly string[]} candidates
 * @param {string} variable
 * @param {string | undefined} named
 * @returns {string | null}
 */
export function firstThatStarts(candidates, variable, named) {
  const found = candidates.find((path) => existsSync(path) && starts(path)) ?? null
  if (found === null && named) {
    throw new Error(`${variable} names ${named}, which does not start. Name another browser.`)
  }
  return found
}

/**
 * Whether an executable starts. It fails if a library is missing, or if it only says how to install the real browser.
 *
 * @param {string} path
 */
const starts = (path) =>
  // On Windows `--version` opens a window.
  process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0

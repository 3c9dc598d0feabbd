import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { basename, join } from 'node:path'

const OLDEST_NODE = '20.19.0'

/**
 * Makes `node_modules` what the lock file says. Ends the process where that cannot be done.
 *
 * @param {string} root the repository
 */
export function installDependencies(root) {
  if (olderVersion(process.versions.node, OLDEST_NODE)) {
    console.error(`lab94 needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.`)
    process.exit(1)
  }
  if (isInstalled(changeTime(installedLock(root)), changeTime(join(root, 'package-lock.json'))))
    return
  // On stderr, since programs that start so may print results for other programs.
  console.error('Installing the packages that package-lock.json names ...')
  const { command, args, shell } = npm(process.env.npm_execpath, process.platform)
  const { status } = spawnSync(command, [...args, 'ci', '--include=dev'], {
    cwd: root,
    stdio: ['inherit', process.stderr, process.stderr],
    shell,
  })
  if (status !== 0) {
    console.error('The packages could not be installed; what npm says above tells why.')
    process.exit(1)
  }
}

/**
 * Whether the installed packages are at least as new as the lock file; both in milliseconds, null for no such file.
 *
 * @param {number | null} installed
 * @param {number | null} lock
 */
export const isInstalled = (installed, lock) =>
  installed !== null && (lock === null || installed >= lock)

/**
 * How to start npm: the one that started this script, else the one on the path.
 *
 * @param {string | undefined} execPath `npm_execpath`; other package managers set it too
 * @param {NodeJS.Platform} platform
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npm(execPath, platform) {
  if (execPath !== undefined && basename(execPath).startsWith('npm')) {
    return { command: process.execPath, args: [execPath], shell: false }
  }
  // On Windows npm is a batch file, which only a shell starts.
  return { command: 'npm', args: [], shell: platform === 'win32' }
}

/**
 * Whether a version is older than another, both of the form 1.2.3.
 *
 * @param {string} version
 * @param {string} other
 */
export const olderVersion = (version, other) =>
  version.localeCompare(other, 'en', { numeric: true }) < 0

/**
 * npm writes this file when an installation is complete.
 *
 * @param {string} root
 */
const installedLock = (root) => join(root, 'node_modules', '.package-lock.json')

/** @param {string} path */
const changeTime = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null

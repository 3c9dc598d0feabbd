import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * The Node versions that the packages support: for each major version the oldest minor one; from the last one on, any.
 * `engines` in package.json must say the same; install.test.ts compares them.
 */
const NODE = [
  { major: 20, minor: 19 },
  { major: 22, minor: 12 },
  { major: 24, minor: 0 },
]

/**
 * Installs the packages of the lock file into `node_modules`. Ends the process if that fails.
 *
 * @param {string} root the repository
 */
export function installDependencies(root) {
  const obstacle = obstacleTo(root, process.versions.node)
  if (obstacle !== null) {
    console.error(obstacle)
    process.exit(1)
  }
  if (isInstalled(textOf(installedLock(root)), textOf(join(root, 'package-lock.json')))) return
  // On stderr, because some of these programs print results for other programs to read.
  console.error('Installing the packages in package-lock.json ...')
  const { command, args, shell } = npm(process.env.npm_execpath, process.platform)
  const { status } = spawnSync(command, [...args, 'ci', '--include=dev'], {
    cwd: root,
    stdio: ['inherit', process.stderr, process.stderr],
    shell,
  })
  if (status !== 0) {
    console.error('The packages could not be installed. See npm’s message above.')
    process.exit(1)
  }
}

/**
 * Why nothing can be installed or built here, as a sentence; null if nothing is wrong.
 *
 * @param {string} root the repository
 * @param {string} version of Node
 */
export function obstacleTo(root, version) {
  if (!supportsNode(version)) {
    const versions = NODE.map(({ major, minor }) =>
      minor === 0 ? `${major}` : `${major}.${minor}`,
    )
    return `lab94 needs Node ${versions.join(' or ')} or newer of these; this is ${version}. Get one from https://nodejs.org.`
  }
  // Vite parses them as the start of a query or a hash.
  if (/[#?]/.test(root)) {
    return `lab94 cannot be built in a folder with # or ? in its path: ${root}. Move it to another folder.`
  }
  return null
}

/**
 * Whether the packages run on a version of Node, such as 22.12.0.
 *
 * @param {string} version
 */
export function supportsNode(version) {
  const [major, minor] = version.split('.').map(Number)
  const last = NODE[NODE.length - 1]
  return major > last.major || NODE.some((own) => own.major === major && minor >= own.minor)
}

/**
 * Whether the installed packages are those of the lock file, according to npm's own record. File dates are unreliable if a
 * clock was wrong or a folder was copied.
 *
 * @param {string | null} installed npm's record of what it installed; null if there is none
 * @param {string | null} lock
 */
export function isInstalled(installed, lock) {
  if (installed === null) return false
  if (lock === null) return true
  const here = packagesOf(installed)
  const locked = packagesOf(lock)
  if (here === null || locked === null) return false
  const same = (/** @type {string} */ path) =>
    here[path]?.version === locked[path]?.version &&
    here[path]?.integrity === locked[path]?.integrity
  return (
    Object.keys(here).every(same) &&
    // npm skips optional packages that are for another system.
    Object.keys(locked).every((path) => path === '' || locked[path].optional === true || same(path))
  )
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage
 * @param {string} lock a lock file's text
 * @returns {Record<string, LockedPackage> | null} null if it is damaged
 */
function packagesOf(lock) {
  try {
    const { packages } = /** @type {{ packages?: Record<string, LockedPackage> }} */ (
      JSON.parse(lock)
    )
    return packages ?? null
  } catch {
    return null
  }
}

/**
 * How to start npm: the one that started this script, otherwise the one on the path.
 *
 * @param {string | undefined} execPath `npm_execpath`; other package managers set it too
 * @param {NodeJS.Platform} platform
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npm(execPath, platform) {
  if (execPath !== undefined && basename(execPath).startsWith('npm')) {
    return { command: process.execPath, args: [execPath], shell: false }
  }
  // On Windows, npm is a batch file, which only a shell can start.
  return { command: 'npm', args: [], shell: platform === 'win32' }
}

/**
 * The file that npm writes when an installation is complete.
 *
 * @param {string} root
 */
const installedLock = (root) => join(root, 'node_modules', '.package-lock.json')

/** @param {string} path */
const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)

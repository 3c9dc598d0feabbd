import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * Node as the packages ask for it: of each major version the oldest minor one; from the last on, any. `engines` in
 * package.json says the same, and install.test.ts holds both together.
 */
const NODE = [
  { major: 20, minor: 19 },
  { major: 22, minor: 12 },
  { major: 24, minor: 0 },
]

/**
 * Makes `node_modules` what the lock file says. Ends the process where that cannot be done.
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
 * Why nothing can be installed or built here, as a sentence; null where all is well.
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
  // Vite takes them for the start of a query or a hash.
  if (/[#?]/.test(root)) {
    return `lab94 cannot be built in a folder with # or ? in its path: ${root}. Move it to another one.`
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
 * Whether the installed packages are those of the lock file, by what npm wrote of them: dates of files say nothing where
 * a clock was wrong or a folder was copied.
 *
 * @param {string | null} installed npm's record of what it installed; null where there is none
 * @param {string | null} lock
 */
export function isInstalled(installed, lock) {
  if (installed === null) return false
  if (lock === null) return true
  const here = packagesOf(installed)
  const asked = packagesOf(lock)
  if (here === null || asked === null) return false
  const same = (/** @type {string} */ path) =>
    here[path]?.version === asked[path]?.version && here[path]?.integrity === asked[path]?.integrity
  return (
    Object.keys(here).every(same) &&
    // Optional packages are left out where they are for another system.
    Object.keys(asked).every((path) => path === '' || asked[path].optional === true || same(path))
  )
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage
 * @param {string} lock a lock file's text
 * @returns {Record<string, LockedPackage> | null} null where it is damaged
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
 * npm writes this file when an installation is complete.
 *
 * @param {string} root
 */
const installedLock = (root) => join(root, 'node_modules', '.package-lock.json')

/** @param {string} path */
const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)

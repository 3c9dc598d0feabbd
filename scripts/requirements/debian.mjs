import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const BACKPORTS = 'deb http://deb.debian.org/debian bookworm-backports main'
const BACKPORTS_FILE = '/etc/apt/sources.list.d/bookworm-backports.list'

/**
 * Whether Mesa must come from Debian's backports: Debian 12's Mesa (22.3) is too old for Dawn, its backports' (25.0) is not.
 *
 * @param {string} release the text of /etc/os-release
 * @returns {boolean}
 */
const needsBackports = (release) => /^VERSION_CODENAME="?bookworm"?$/m.test(release)

/**
 * Whether packages come from apt.
 *
 * @param {string | null} release the text of /etc/os-release, null if it does not exist
 * @returns {release is string}
 */
const hasApt = (release) => release !== null && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)

const PYTHON_PACKAGES = ['python3-torch', 'pyflakes3']

/** @typedef {'mesa-vulkan-drivers' | 'mesa-drm-shim'} MesaPackage */

/**
 * The commands with which a person installs Mesa's Vulkan drivers or other Mesa packages, one per line.
 *
 * @param {string | null} release the text of /etc/os-release, null if there is none
 * @param {readonly MesaPackage[]} packages
 * @returns {string[]}
 */
export function mesaCommands(release, packages = ['mesa-vulkan-drivers']) {
  if (!hasApt(release)) {
    const shim = packages.includes('mesa-drm-shim') ? ' and its no-op DRM shims' : ''
    return [`install Mesa 25 or newer with its Vulkan drivers, including lavapipe${shim}`]
  }
  const update = 'sudo apt-get update'
  const names = packages.join(' ')
  if (!needsBackports(release)) return [update, `sudo apt-get install -y ${names}`]
  return [
    `echo '${BACKPORTS}' | sudo tee ${BACKPORTS_FILE}`,
    update,
    `sudo apt-get install -y -t bookworm-backports ${names}`,
  ]
}

/**
 * The commands with which a person installs Python modules, one per line.
 *
 * @param {string | null} release the text of /etc/os-release, null if there is none
 * @param {readonly string[]} modules by their names on PyPI
 * @returns {string[]}
 */
export function pythonCommands(release, modules) {
  if (!hasApt(release)) return [`python3 -m pip install ${modules.join(' ')}`]
  return ['sudo apt-get update', `sudo apt-get install -y ${PYTHON_PACKAGES.join(' ')}`]
}

/**
 * The commands that install Firefox, one a line.
 *
 * @param {string | null} release the text of /etc/os-release, null if it does not exist
 * @returns {string[]}
 */
export function firefoxCommands(release) {
  // Ubuntu's package only leads to a snap.
  if (release === null || !/^ID="?debian"?$/m.test(release)) {
    return ['install Firefox from https://www.mozilla.org/firefox, or set FIREFOX_PATH']
  }
  return ['sudo apt-get update', 'sudo apt-get install -y firefox-esr']
}

/** The text of /etc/os-release, null if it does not exist. */
export const osRelease = () =>
  existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : null

/** Whether this may install packages without asking: as root, in continuous integration, with apt-get. */
export const mayInstallPackages = () =>
  Boolean(process.env.CI) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/**
 * Installs Mesa packages, from Debian's backports if its own are too old.
 *
 * @param {readonly MesaPackage[]} packages
 */
export function installMesa(packages = ['mesa-vulkan-drivers']) {
  const backports = needsBackports(osRelease() ?? '')
  if (backports && !aptSourcesName('bookworm-backports')) {
    writeFileSync(BACKPORTS_FILE, `${BACKPORTS}\n`)
  }
  aptInstall(packages, backports ? ['-t', 'bookworm-backports'] : [])
}

/** Installs Debian's PyTorch, NumPy and pyflakes. */
export const installPython = () => aptInstall(PYTHON_PACKAGES, [])

/** Installs Debian's Chromium. */
export const installChromium = () => aptInstall(['chromium'], [])

/** Installs Debian's Firefox. */
export const installFirefox = () => aptInstall(['firefox-esr'], [])

/** Installs Debian's WebKitGTK, its WebDriver and a display without a screen. */
export const installWebKit = () => aptInstall(['webkit2gtk-driver', 'xvfb'], [])

/**
 * @param {readonly string[]} packages
 * @param {readonly string[]} options
 */
function aptInstall(packages, options) {
  apt(['update', '-q'])
  apt(['install', '-q', '-y', '--no-install-recommends', ...options, ...packages])
}

/** @param {readonly string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed.`)
}

/**
 * Whether apt's sources contain a suite.
 *
 * @param {string} suite
 */
function aptSourcesName(suite) {
  const folder = '/etc/apt/sources.list.d'
  const lists = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  return ['/etc/apt/sources.list', ...lists]
    .filter((path) => /\.(list|sources)$/.test(path) && existsSync(path))
    .some((path) => readFileSync(path, 'utf8').includes(suite))
}

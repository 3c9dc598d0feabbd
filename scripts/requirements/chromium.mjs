import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Browsers of Chromium's family as Linux distributions name them. */
const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
]
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const WINDOWS_PATHS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

/**
 * Where a Chromium may be, best first: `CHROMIUM_PATH` and no other where it is set, Playwright's own, then the
 * system's.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @param {string} playwrightPath where Playwright keeps its own
 * @returns {string[]}
 */
export function chromiumCandidates(env, platform, playwrightPath) {
  if (env.CHROMIUM_PATH) return [env.CHROMIUM_PATH]
  return [playwrightPath, ...systemCandidates(env, platform)]
}

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @returns {string[]}
 */
function systemCandidates(env, platform) {
  if (platform === 'darwin') {
    return MAC_APPS.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    return folders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => WINDOWS_PATHS.map((path) => join(folder, ...path)))
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
}

/**
 * The first Chromium here that starts, or null. Throws where `CHROMIUM_PATH` names none.
 *
 * @returns {Promise<string | null>}
 */
export async function findChromium() {
  // Loaded here, since it may have been installed a moment ago.
  const { chromium } = await import('@playwright/test')
  const { env, platform } = process
  const candidates = chromiumCandidates(env, platform, chromium.executablePath())
  const found = candidates.find((path) => existsSync(path) && starts(path, platform)) ?? null
  if (found === null && env.CHROMIUM_PATH) {
    throw new Error(`CHROMIUM_PATH names ${env.CHROMIUM_PATH}, which does not start.`)
  }
  return found
}

/**
 * Whether an executable starts. It may not: a library is missing, or it only tells how to install the real one.
 *
 * @param {string} path
 * @param {NodeJS.Platform} platform
 */
const starts = (path, platform) =>
  // On Windows `--version` opens a window.
  platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0

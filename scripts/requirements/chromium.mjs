import { join } from 'node:path'
import { firstThatStarts, onPath } from './executables.mjs'

/** The names of Chromium-based browsers in Linux distributions. */
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
 * Possible paths of a Chromium, best first: Playwright's, then the system's. If `CHROMIUM_PATH` is set, only that.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @param {string} playwrightPath the path of Playwright's Chromium
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
  return onPath(env.PATH, COMMANDS)
}

/**
 * The first Chromium that starts, or null. Throws if `CHROMIUM_PATH` names one that does not start.
 *
 * @returns {Promise<string | null>}
 */
export async function findChromium() {
  // Imported only now, since it may have just been installed.
  const { chromium } = await import('@playwright/test')
  const { env, platform } = process
  const candidates = chromiumCandidates(env, platform, chromium.executablePath())
  return firstThatStarts(candidates, 'CHROMIUM_PATH', env.CHROMIUM_PATH)
}

import { join } from 'node:path'
import { firstThatStarts, onPath } from './executables.mjs'

const MAC_APP = '/Applications/Firefox.app/Contents/MacOS/firefox'

/**
 * Possible paths of Firefox, best first. If `FIREFOX_PATH` is set, it is the only one.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @returns {string[]}
 */
export function firefoxCandidates(env, platform) {
  if (env.FIREFOX_PATH) return [env.FIREFOX_PATH]
  if (platform === 'darwin') return [MAC_APP]
  if (platform === 'win32') {
    return env.PROGRAMFILES ? [join(env.PROGRAMFILES, 'Mozilla Firefox', 'firefox.exe')] : []
  }
  return onPath(env.PATH, ['firefox', 'firefox-esr'])
}

/**
 * The first Firefox that starts, or null. Throws if `FIREFOX_PATH` names one that does not start.
 *
 * @returns {string | null}
 */
export const findFirefox = () =>
  firstThatStarts(
    firefoxCandidates(process.env, process.platform),
    'FIREFOX_PATH',
    process.env.FIREFOX_PATH,
  )

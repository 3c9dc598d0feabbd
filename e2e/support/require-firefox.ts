import { findFirefox } from '../../scripts/requirements/firefox.mjs'

/** Before the tests in Firefox, so that tools which only read their configuration don't need a Firefox. */
export default function requireFirefox(): void {
  if (findFirefox() === null) {
    throw new Error('No Firefox starts here. Install one, or set FIREFOX_PATH.')
  }
}

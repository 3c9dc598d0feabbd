import { existsSync } from 'node:fs'
import { installWebKit, mayInstallPackages } from './debian.mjs'
import { onPath } from './executables.mjs'

const TRIPLET = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'

/** WebKitGTK's browser for tests, where Debian puts it. */
export const MINI_BROWSER = `/usr/lib/${TRIPLET}/webkit2gtk-4.1/MiniBrowser`

/** Whether WebKitGTK's browser, its driver and a display for it are installed. */
export const hasWebKit = () =>
  existsSync(MINI_BROWSER) &&
  ['WebKitWebDriver', 'Xvfb'].every((command) =>
    onPath(process.env.PATH, [command]).some(existsSync),
  )

/** Installs WebKitGTK in continuous integration. Elsewhere its test is optional, and this says how to get it. */
export function askForWebKit() {
  if (!hasWebKit() && mayInstallPackages()) installWebKit()
  if (hasWebKit()) return
  console.log(
    'WebKitGTK is not tested, since it is not installed. On Debian: sudo apt-get install -y webkit2gtk-driver xvfb',
  )
}

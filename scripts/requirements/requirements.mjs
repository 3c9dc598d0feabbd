import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import {
  firefoxCommands,
  installChromium,
  installFirefox,
  installMesa,
  installPython,
  mayInstallPackages,
  mesaCommands,
  osRelease,
  pythonCommands,
} from './debian.mjs'
import { findFirefox } from './firefox.mjs'
import { findPython, PYTHON_MODULES } from './python.mjs'
import { findAdapter } from './vulkan.mjs'

/**
 * Finds a Chromium, or installs one. Otherwise throws an error that says what to do.
 *
 * @param {string} root the repository
 * @returns {Promise<string>} its path
 */
export async function requireChromium(root) {
  const found = await findChromium()
  if (found !== null) return found

  console.log('No Chromium is installed; installing one for the tests ...')
  // Playwright's default, the headless shell, has no WebGPU.
  const cli = join(root, 'node_modules/@playwright/test/cli.js')
  spawnSync(process.execPath, [cli, 'install', '--no-shell', 'chromium'], { stdio: 'inherit' })
  const installed = await findChromium()
  if (installed !== null) return installed

  if (mayInstallPackages()) {
    installChromium()
    const packaged = await findChromium()
    if (packaged !== null) return packaged
  }
  throw new Error(
    'The end-to-end tests need a Chromium. Install Chromium, Chrome or Edge, ' +
      'or set CHROMIUM_PATH to its executable.',
  )
}

/**
 * Finds a Firefox, or installs Debian's. Otherwise throws an error that says what to do.
 *
 * @returns {string} its path
 */
export function requireFirefox() {
  if (findFirefox() === null && mayInstallPackages()) installFirefox()
  const found = findFirefox()
  if (found !== null) return found
  const commands = firefoxCommands(osRelease()).map((command) => `  ${command}`)
  throw new Error(`Some end-to-end tests need Firefox. Install it:\n${commands.join('\n')}`)
}

/**
 * Finds an adapter for Dawn, or installs a driver. In continuous integration the adapter must have f16: otherwise the tests
 * of half of the kernels would be skipped unnoticed. Throws an error that says what to do if there is none.
 */
export function requireAdapter() {
  const enough = (/** @type {ReturnType<typeof findAdapter>} */ found) =>
    found !== null && (found.shaderF16 || !process.env.CI)

  let adapter = findAdapter()
  if (!enough(adapter) && mayInstallPackages()) {
    console.log('Dawn found no Vulkan driver that is new enough. Installing Mesa ...')
    installMesa()
    adapter = findAdapter()
  }
  if (adapter !== null && enough(adapter)) {
    const missing = adapter.shaderF16 ? '' : ', which has no f16, so f16 tests are skipped'
    console.log(`GPU tests run on ${adapter.name}${missing}`)
    return
  }
  const found = adapter === null ? 'found none' : `found ${adapter.name}, which has no f16`
  throw new Error(
    `The GPU tests need an adapter for Dawn, but Dawn ${found}. Install Mesa's CPU driver:\n` +
      mesaCommands(osRelease())
        .map((command) => `  ${command}`)
        .join('\n'),
  )
}

/**
 * Finds a Python with the modules that tools/pytorch and its checks need, or installs Debian's. Otherwise throws an error
 * that says what to do.
 *
 * @returns {string} its path
 */
export function requirePython() {
  let python = findPython()
  if (python?.missing.length !== 0 && mayInstallPackages()) {
    console.log('No Python has PyTorch and pyflakes. Installing Debian’s ...')
    installPython()
    python = findPython()
  }
  if (python?.missing.length === 0) return python.path
  const found =
    python === null ? 'No Python was found' : `${python.path} lacks ${python.missing.join(', ')}`
  throw new Error(
    `The tests of tools/pytorch need Python 3.9 or newer with ${PYTHON_MODULES.join(', ')}. ${found}. ` +
      'Set LAB94_PYTHON to another one, or install what is missing:\n' +
      pythonCommands(osRelease(), python?.missing ?? PYTHON_MODULES)
        .map((command) => `  ${command}`)
        .join('\n'),
  )
}

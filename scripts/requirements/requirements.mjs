import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import {
  installChromium,
  installMesa,
  installPython,
  mayInstallPackages,
  mesaCommands,
  osRelease,
  pythonCommands,
} from './debian.mjs'
import { findPython, PYTHON_MODULES } from './python.mjs'
import { findAdapter } from './vulkan.mjs'

/**
 * Finds a Chromium, or installs one. Throws where neither is possible, with what to do.
 *
 * @param {string} root the repository
 * @returns {Promise<string>} its path
 */
export async function requireChromium(root) {
  const found = await findChromium()
  if (found !== null) return found

  console.log('No Chromium is installed; installing one for the tests ...')
  // The headless shell, which Playwright would take instead, has no WebGPU.
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
      'or set CHROMIUM_PATH to the executable of one.',
  )
}

/**
 * Finds something that Dawn computes on, or installs it. In continuous integration it must have f16, or the tests
 * of half of the kernels would be left out unseen. Throws where that is not possible, with what to do.
 */
export function requireAdapter() {
  const enough = (/** @type {ReturnType<typeof findAdapter>} */ found) =>
    found !== null && (found.shaderF16 || !process.env.CI)

  let adapter = findAdapter()
  if (!enough(adapter) && mayInstallPackages()) {
    console.log('Dawn finds no Vulkan driver that is new enough; installing Mesa ...')
    installMesa()
    adapter = findAdapter()
  }
  if (adapter !== null && enough(adapter)) {
    const missing = adapter.shaderF16 ? '' : ', which has no f16: tests in f16 are left out'
    console.log(`GPU tests run on ${adapter.name}${missing}`)
    return
  }
  const found = adapter === null ? 'finds none' : `finds ${adapter.name}, which has no f16`
  throw new Error(
    `The GPU tests need an adapter for Dawn, which ${found}. For Mesa's CPU driver:\n` +
      mesaCommands(osRelease())
        .map((command) => `  ${command}`)
        .join('\n'),
  )
}

/**
 * Finds a Python with what tools/pytorch and its checks need, or installs Debian's. Throws where that is not possible,
 * with what to do.
 *
 * @returns {string} its path
 */
export function requirePython() {
  let python = findPython()
  if (python?.missing.length !== 0 && mayInstallPackages()) {
    console.log('No Python has PyTorch and pyflakes; installing Debian’s ...')
    installPython()
    python = findPython()
  }
  if (python?.missing.length === 0) return python.path
  const found =
    python === null ? 'There is none' : `${python.path} lacks ${python.missing.join(', ')}`
  throw new Error(
    `The tests of tools/pytorch need Python 3.9 or newer with ${PYTHON_MODULES.join(', ')}. ${found}. ` +
      'Name another one in LAB94_PYTHON, or install what is missing:\n' +
      pythonCommands(osRelease(), python?.missing ?? PYTHON_MODULES)
        .map((command) => `  ${command}`)
        .join('\n'),
  )
}

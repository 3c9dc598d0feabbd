import { join } from 'node:path'

/**
 * Which images the tests use, in words, as the project's own code finds them. Throws where `LAB94_DATA` leads nowhere.
 *
 * @param {string} root the repository
 * @returns {Promise<string>}
 */
export async function dataLocation(root) {
  // Loaded here, since it may have been installed a moment ago.
  const { runnerImport } = await import('vite')
  /** @type {{ module: typeof import('../../src/data/node/locate.ts') }} */
  const { module } = await runnerImport(join(root, 'src/data/node/locate.ts'))
  const location = await module.locateDataset(root)
  return location === null ? 'the shipped sample' : `${location.by}: ${location.path}`
}

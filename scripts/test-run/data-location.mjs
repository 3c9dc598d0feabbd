import { join } from 'node:path'

/**
 * Describes the images that the tests use, as the project's own code finds them. Throws if `LAB94_DATA` names no images.
 *
 * @param {string} root the repository
 * @returns {Promise<string>}
 */
export async function dataLocation(root) {
  // Imported only now, since it may have just been installed.
  const { runnerImport } = await import('vite')
  /** @type {{ module: typeof import('../../src/data/node/locate.ts') }} */
  const { module } = await runnerImport(join(root, 'src/data/node/locate.ts'))
  const location = await module.locateDataset(root)
  return location === null ? 'the shipped sample' : `${location.by}: ${location.path}`
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Which images the tests use, in words: `LAB94_DATA`, the folder `data/`, or the sample in `public/`.
 *
 * @param {string} root the repository
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {(path: string) => boolean} exists
 */
export function dataLocation(root, env = process.env, exists = existsSync) {
  if (env.LAB94_DATA) {
    const missing = exists(env.LAB94_DATA) ? '' : ', where there is nothing'
    return `LAB94_DATA, ${env.LAB94_DATA}${missing}`
  }
  return exists(join(root, 'data')) ? 'the folder data/' : 'the shipped sample'
}

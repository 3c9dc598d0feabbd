import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { npm } from './install.mjs'

const VERSION = '2.9.6'

/**
 * The path of a Deno, whose WebGPU is wgpu, like Firefox's: the one on the path, or one that npm installs beside the
 * project's packages. It is not a dependency of the project, because only the long tests need its 90 MB.
 *
 * @param {string} root the repository
 * @returns {string}
 */
export function requireDeno(root) {
  if (runs('deno')) return 'deno'
  const folder = join(root, '.cache', 'deno')
  const installed = join(folder, 'node_modules', '.bin', 'deno')
  if (runs(installed)) return installed
  const { command, args, shell } = npm(process.env.npm_execpath, process.platform)
  spawnSync(command, [...args, 'install', '--prefix', folder, `deno@${VERSION}`], {
    stdio: ['ignore', process.stderr, process.stderr],
    shell,
  })
  if (runs(installed)) return installed
  throw new Error(
    'The test of a second WebGPU implementation needs Deno. Install it from https://deno.com.',
  )
}

/** @param {string} path */
const runs = (path) => spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0

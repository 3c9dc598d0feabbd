import { spawnSync } from 'node:child_process'

/** The modules that tools/pytorch and its tests import, and the linter. */
export const PYTHON_MODULES = ['torch', 'numpy', 'pyflakes']
const FIND_MISSING =
  'import sys; from importlib.util import find_spec; print(*[m for m in sys.argv[1:] if not find_spec(m)])'

/** @typedef {{ path: string, missing: readonly string[] }} Python its path, and the modules that it lacks */

/**
 * `LAB94_PYTHON` if it is set, otherwise the Python that has the most of these modules: the one on the path, or the
 * system's, which another one may hide. Null if there is none.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {(path: string) => readonly string[] | null} missingIn
 * @returns {Python | null}
 */
export function findPython(env = process.env, missingIn = missingModules) {
  const paths = env.LAB94_PYTHON ? [env.LAB94_PYTHON] : ['python3', '/usr/bin/python3', 'python']
  /** @type {Python | null} */
  let best = null
  for (const path of paths) {
    const missing = missingIn(path)
    if (missing === null) continue
    if (best === null || missing.length < best.missing.length) best = { path, missing }
  }
  return best
}

/**
 * The modules that a Python lacks; null if it does not run.
 *
 * @param {string} path
 */
function missingModules(path) {
  const { status, stdout } = spawnSync(path, ['-c', FIND_MISSING, ...PYTHON_MODULES], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout.split(/\s+/).filter((name) => name !== '') : null
}

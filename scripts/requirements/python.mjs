import { spawnSync } from 'node:child_process'

/** What the programs in tools/pytorch and their tests import, and the linter. */
export const PYTHON_MODULES = ['torch', 'numpy', 'pyflakes']
const FIND_MISSING =
  'import sys; from importlib.util import find_spec; print(*[m for m in sys.argv[1:] if not find_spec(m)])'

/** @typedef {{ path: string, missing: readonly string[] }} Python its path, and which of the modules it lacks */

/**
 * The Python that has most of the modules: `LAB94_PYTHON` where that is set, else one on the path, or the system's, which
 * another one may hide. Null where there is none.
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
 * Which of the modules a Python lacks; null where it does not run.
 *
 * @param {string} path
 */
function missingModules(path) {
  const { status, stdout } = spawnSync(path, ['-c', FIND_MISSING, ...PYTHON_MODULES], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout.split(/\s+/).filter((name) => name !== '') : null
}

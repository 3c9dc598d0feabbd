// `npm run python` runs the tests of tools/pytorch, `npm run python:lint` runs pyflakes on its programs.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { requirePython } from './requirements/requirements.mjs'

const folder = fileURLToPath(new URL('../tools/pytorch/', import.meta.url))
const [kind, ...options] = process.argv.slice(2)

try {
  const { status } = spawnSync(requirePython(), checkArguments(), { stdio: 'inherit' })
  process.exitCode = status ?? 1
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(error.message)
  process.exitCode = 1
}

function checkArguments() {
  if (kind === 'test') return [join(folder, 'run_tests.py'), ...options]
  return ['-m', 'pyflakes', folder]
}

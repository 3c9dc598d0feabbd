import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { licenceProblems, licencesPage, packagesOf } from './packages.mjs'

const ROOT = new URL('../../', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, ROOT), 'utf8')

const lockOf = (packages: object) => JSON.stringify({ packages: { '': {}, ...packages } })

it('allows every package, and docs/licences.md lists them all', () => {
  const packages = packagesOf(text('package-lock.json'))
  expect(packages.length).toBeGreaterThan(100)
  expect(licenceProblems(packages)).toEqual([])
  expect(text('docs/licences.md')).toBe(licencesPage(packages))
})

it.each([
  [{ license: 'MIT' }, true],
  [{ license: '(MIT AND Zlib)' }, true],
  [{ license: 'GPL-3.0-only OR ISC' }, true],
  [{ license: 'MPL-2.0', dev: true }, true],
  [{ license: 'MPL-2.0' }, false],
  [{ license: 'MIT AND GPL-3.0-only' }, false],
  [{ license: '((MIT) AND GPL-3.0-only) OR AGPL-3.0-only' }, false],
  [{ license: 'SEE LICENSE IN LICENSE.txt', dev: true }, false],
  [{}, false],
])('judges %j', (entry, allowed) => {
  const problems = licenceProblems(packagesOf(lockOf({ 'node_modules/@new/thing': entry })))
  expect(problems).toHaveLength(allowed ? 0 : 1)
  if (!allowed) expect(problems[0]).toMatch(/^@new\/thing: its licence/)
})

it('names a package once, and as shipped if any of its copies is', () => {
  const lock = lockOf({
    'node_modules/a': { license: 'MIT', dev: true },
    'node_modules/b/node_modules/a': { license: 'MIT' },
    'node_modules/c/node_modules/a': { license: 'MIT', dev: true },
  })
  expect(packagesOf(lock)).toEqual([{ name: 'a', licence: 'MIT', shipped: true }])
})

it.each([{ dev: true }, { optional: true }, { devOptional: true }])(
  'counts a package that is %j as a tool',
  (flags) => {
    const lock = lockOf({ 'node_modules/a': { license: 'MIT', ...flags } })
    expect(packagesOf(lock)).toEqual([{ name: 'a', licence: 'MIT', shipped: false }])
  },
)

import { expect, it } from 'vitest'
import { findPython } from './python.mjs'

const missingIn = (path: string) =>
  ({ python3: ['torch', 'numpy'], '/usr/bin/python3': [], own: ['pyflakes'] })[path] ?? null

it('uses the Python that has the most of the needed modules', () => {
  expect(findPython({}, missingIn)).toEqual({ path: '/usr/bin/python3', missing: [] })
})

it('uses the named one, whatever it lacks', () => {
  const found = findPython({ LAB94_PYTHON: 'own' }, missingIn)
  expect(found).toEqual({ path: 'own', missing: ['pyflakes'] })
})

it('finds none if none runs', () => {
  expect(findPython({ LAB94_PYTHON: 'nowhere' }, missingIn)).toBeNull()
  expect(findPython({ LAB94_PYTHON: '/nowhere/python3' })).toBeNull()
})

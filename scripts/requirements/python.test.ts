import { expect, it } from 'vitest'
import { findPython } from './python.mjs'

const missingIn = (path: string) =>
  ({ python3: ['torch', 'numpy'], '/usr/bin/python3': [], own: ['pyflakes'] })[path] ?? null

it('takes the Python that has most of what is needed', () => {
  expect(findPython({}, missingIn)).toEqual({ path: '/usr/bin/python3', missing: [] })
})

it('takes the one that is named, whatever it lacks', () => {
  const found = findPython({ LAB94_PYTHON: 'own' }, missingIn)
  expect(found).toEqual({ path: 'own', missing: ['pyflakes'] })
})

it('finds none where none runs', () => {
  expect(findPython({ LAB94_PYTHON: 'nowhere' }, missingIn)).toBeNull()
  expect(findPython({ LAB94_PYTHON: '/nowhere/python3' })).toBeNull()
})

import { statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { SAMPLE_FILE } from '../../data/sample/sample.ts'
import { SAMPLE_BYTES } from './sources.ts'

it('states the size of the shipped sample', () => {
  const file = new URL(`../../../public/${SAMPLE_FILE}`, import.meta.url)
  expect(SAMPLE_BYTES).toBe(statSync(file).size)
})

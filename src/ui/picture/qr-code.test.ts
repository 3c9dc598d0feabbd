import { expect, it } from 'vitest'
import { QR_SIDE, qrModules } from './qr-code.ts'
import { readCode } from './testing/read-code.ts'

const link = (letters: number) =>
  `https://example.org/lab94/#run=1.${'aB3-_x9Z'.repeat(200)}`.slice(0, letters)

it.each([40, 300, 700, 929])('makes a code of a link of %i letters that reads back', (letters) => {
  const modules = qrModules(link(letters)) ?? []
  const module = Math.floor(QR_SIDE / modules.length)
  expect(module).toBeGreaterThanOrEqual(2)
  expect(readCode(modules, module)).toBe(link(letters))
})

it('leaves a link out that does not fit', () => {
  expect(qrModules(link(930))).toBeNull()
})

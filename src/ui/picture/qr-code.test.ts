import jsQR from 'jsqr'
import { expect, it } from 'vitest'
import { QR_SIDE, qrModules } from './qr-code.ts'

/** The decoded text, with modules of `scale` pixels. */
function readBack(modules: readonly (readonly boolean[])[], scale: number): string | undefined {
  const side = scale * modules.length
  const pixels = Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) => {
    const [x, y] = [Math.floor(i / 4) % side, Math.floor(i / 4 / side)]
    return i % 4 === 3 || !modules[Math.floor(y / scale)][Math.floor(x / scale)] ? 255 : 0
  })
  return jsQR(pixels, side, side)?.data
}

const link = (letters: number) =>
  `https://example.org/lab94/#run=1.${'aB3-_x9Z'.repeat(200)}`.slice(0, letters)

it.each([40, 300, 700, 929])('makes a code of a link of %i letters that reads back', (letters) => {
  const modules = qrModules(link(letters)) ?? []
  const module = Math.floor(QR_SIDE / modules.length)
  expect(module).toBeGreaterThanOrEqual(2)
  expect(readBack(modules, module)).toBe(link(letters))
})

it('leaves a link out that does not fit', () => {
  expect(qrModules(link(930))).toBeNull()
})

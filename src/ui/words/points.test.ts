import { expect, it } from 'vitest'
import { pointsFigure } from './points.ts'

it('has a second decimal only if there are enough test images', () => {
  expect(pointsFigure(-0.0039, 10_000)).toBe('0.39')
  expect(pointsFigure(0.004, 1000)).toBe('0.4')
  expect(pointsFigure(-0.135, 10_000)).toBe('13.5')
})

import { expect, it } from 'vitest'
import { iconAt } from './tab-icon.ts'

it('draws the curve up to the progress of the run', () => {
  expect(iconAt(0)).toContain('stroke-dasharray="0 100"')
  expect(iconAt(0.425)).toContain('stroke-dasharray="43 100"')
  expect(iconAt(1)).toContain('stroke-dasharray="100 100"')
})

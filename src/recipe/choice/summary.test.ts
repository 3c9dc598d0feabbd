import { expect, it } from 'vitest'
import { presetChoice } from '../choice.ts'
import { alsoChanges, summariseChoice } from './summary.ts'

it('sums a choice up in one line', () => {
  expect(summariseChoice(presetChoice('airbench94'))).toBe('airbench94')
  const choice = {
    ...presetChoice('airbench94'),
    toggles: { cutout: true, dirac: false },
    retunes: ['dirac' as const],
    overrides: { batchSize: 512, 'schedule.firstStep': 1 },
  }
  expect(summariseChoice(choice)).toBe(
    'airbench94 with Cutout on, Identity initialisation off, retuned, batch size 512, number of the first step 1',
  )
})

it('names what a toggle requires', () => {
  const choice = { ...presetChoice('page-10'), toggles: { frozenScale: false } }
  expect(alsoChanges(choice, 'frozenScale')).toEqual([
    'alpha of CELU 0.075',
    'logit scale 0.125',
    'rate of batch-norm biases 1×',
  ])
})

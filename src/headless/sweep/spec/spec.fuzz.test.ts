import { expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../../../testing/fuzz.ts'
import { SpecError } from './field-error.ts'
import { runsOf } from '../runs/runs.ts'
import { readSpec } from './spec.ts'

const SPECS = [
  { recipe: 'tiny', seeds: [1, 2, 3], data: 'sample', epochs: 0.5 },
  {
    recipe: 'page-10',
    seeds: { from: 1, to: 4 },
    batch: 256,
    variations: [
      {},
      { toggle: { cutout: 'off' }, retune: ['cutout'] },
      { set: { labelSmoothing: 0.1 } },
    ],
  },
]

it('reads or refuses any sweep', { timeout: FUZZ_TIMEOUT }, async () => {
  const { accepted, refused } = await fuzz({
    name: 'sweeps',
    samples: SPECS.map((spec) => new TextEncoder().encode(JSON.stringify(spec))),
    decode(bytes) {
      const runs = runsOf(readSpec(new TextDecoder().decode(bytes)))
      expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length)
    },
    refusals: [SpecError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

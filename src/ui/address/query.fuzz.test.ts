import { expect, it } from 'vitest'
import { resolveRecipe } from '../../recipe/choice.ts'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { ignoredWords, readQuery, writeSetup } from './query.ts'

it('takes what it can of any address, and names the rest', { timeout: FUZZ_TIMEOUT }, async () => {
  const addresses = [
    '?recipe=tiny&seed=4294967295&engine=wgsl&cutout=on&crop=off&flip=on&theme=dark',
    '?recipe=page-10&set.labelSmoothing=0.1&set.batchSize=256&retune=cutout,crop&cutout=off',
    '?set.schedule.knots=[[0,0],[0.2,1],[1,0]]&set.length={"unit":"steps","count":15}&race=a&x=epoch',
    '?recipe=airbench94&whitening=off&set.optimiser.momentum=0.5&utm_source=x',
  ]
  const { accepted, cases } = await fuzz({
    name: 'addresses',
    samples: addresses.map((address) => new TextEncoder().encode(address)),
    decode(bytes) {
      const { setup, ignored } = readQuery(new TextDecoder().decode(bytes))
      expect(resolveRecipe(setup.choice)).toBeDefined()
      expect(ignoredWords(ignored).length).toBeLessThan(2000)
      const written = new URLSearchParams()
      writeSetup(written, setup)
      expect(readQuery(`?${written}`).setup).toEqual(setup)
    },
    refusals: [],
  })
  expect(accepted).toBe(cases)
})

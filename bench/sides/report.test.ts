import { expect, it } from 'vitest'
import { sideRows, sideTable } from './report.ts'

const samples = (times: readonly number[]) =>
  times.map((time) => ({ milliseconds: time, enqueueing: 1, processor: 2 * time }))

it('compares each side with whole images, sample by sample', () => {
  const rows = sideRows('e1', [
    { side: 24, samples: samples([50, 120, 54]) },
    { side: 32, samples: samples([100, 200, 90]) },
  ])
  expect(rows.map(({ side, ofWhole, pixels }) => [side, ofWhole, pixels])).toEqual([
    [24, 0.6, 0.5625],
    [32, 1, 1],
  ])
  expect(rows[0]).toMatchObject({ msPerStep: 54, cpuMsPerStep: 108 })
  expect(sideTable(rows).split('\n')[1]).toMatch(/^e1 +24 px +54\.0 +108\.0 +0\.600 +0\.563$/)
})

import { expect, it } from 'vitest'
import { readSample } from '../../data/node/sample.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { PLAIN_VIEW } from '../engine.ts'
import { openTiny, tinyBatch } from './testing/tiny.ts'

const images = await readSample()

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

it('lowers the loss of the tiny recipe on the shipped sample', async () => {
  // At its full width: with a quarter of it, 60 steps learn too little.
  const engine = await openTiny(images, engineSpec(presetNamed('tiny').recipe))
  for (let step = 0; step < 60; step++) {
    await engine.ready()
    engine.step(tinyBatch(images.train.count, step))
  }
  const metrics = await engine.metrics({ flush: true })
  expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, i) => i))
  expect(metrics[0].loss).toBeCloseTo(Math.log(10), 0)
  expect(mean(metrics.slice(-10).map(({ loss }) => loss))).toBeLessThan(2.15)
  const { correct, count, confusion } = await engine.evaluate('test', [PLAIN_VIEW], 'live', 500)
  expect(count).toBe(500)
  expect(confusion.reduce((sum, n) => sum + n, 0)).toBe(500)
  expect(correct / count).toBeGreaterThan(0.18)
})

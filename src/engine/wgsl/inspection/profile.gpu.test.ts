import { expect, it, onTestFinished } from 'vitest'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import { createWgslEngine } from '../engine.ts'
import {
  openSharedDevice,
  smallTiny,
  stepPlans,
  takeSteps,
  testImages,
  withFeatures,
} from '../testing/run.ts'

const SEED = 1
const RECIPE = smallTiny()

it('times each kernel of a step and leaves the run as it was', async () => {
  const { train } = await testImages()
  const opened = await openSharedDevice()
  const engine = await createWgslEngine(opened, engineSpec(RECIPE))
  onTestFinished(() => engine.dispose())
  await engine.load('train', train)
  await engine.init(SEED)
  const planOf = stepPlans(RECIPE, SEED, train.count)
  await takeSteps(engine, planOf, 0, 2)
  const before = await engine.snapshot()
  const { buffers, bytes } = engine.info

  const profile = await engine.profile()
  if ('unavailable' in profile) throw new Error(profile.unavailable)
  expect(profile.kernels).toHaveLength(engine.info.dispatches)
  expect(profile).toMatchObject({ precision: 'f32', batchSize: 16, microBatches: 1 })
  const convolutions = profile.kernels.filter(({ kernel }) => kernel.startsWith('conv'))
  expect(convolutions.length).toBeGreaterThan(6)
  for (const { milliseconds, flops, bytes: touched } of convolutions) {
    expect(milliseconds).toBeGreaterThan(0)
    expect(flops).toBeGreaterThan(0)
    expect(touched).toBeGreaterThan(0)
  }

  expect(await engine.snapshot()).toEqual(before)
  expect(engine.info).toMatchObject({ buffers, bytes })
  const metrics = await takeSteps(engine, planOf, 2, 3)
  expect(metrics.map(({ step }) => step)).toEqual([2])
})

it('reports a device without timestamps', async () => {
  const opened = await openSharedDevice()
  const blind = { ...opened, device: withFeatures(opened.device) }
  const engine = await createWgslEngine(blind, engineSpec(RECIPE))
  onTestFinished(() => engine.dispose())
  expect(await engine.profile()).toEqual({
    unavailable: expect.stringContaining('does not report kernel times'),
  })
})

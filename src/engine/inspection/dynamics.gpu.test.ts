import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Splits } from '../../data/split.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import type { StepDynamics } from './dynamics.ts'
import type { Engine } from '../engine.ts'
import { openTfjsBackend } from '../tfjs/backend/backend.ts'
import { createTfjsEngine } from '../tfjs/engine.ts'
import { createWgslEngine } from '../wgsl/engine.ts'
import {
  openSharedDevice,
  smallTiny,
  stepPlans,
  takeSteps,
  testImages,
} from '../wgsl/testing/run.ts'

const SEED = 2
const EVERY = 2
const RECIPE: Recipe = {
  ...smallTiny(),
  averaging: { kind: 'lookahead', rho: 0.9, everySteps: 2 },
}
let images: Splits

beforeAll(async () => {
  images = await testImages()
})

async function measured(engine: Engine, everySteps: number): Promise<StepDynamics[]> {
  onTestFinished(() => engine.dispose())
  await engine.load('train', images.train)
  await engine.init(SEED)
  await engine.recordDynamics(everySteps)
  await takeSteps(engine, stepPlans(RECIPE, SEED, images.train.count), 0, 3)
  return engine.dynamics()
}

const openWgsl = async () => createWgslEngine(await openSharedDevice(), engineSpec(RECIPE))

/** Cosines differ by rounding of the dot product; norms relatively. */
function expectClose(actual: StepDynamics[], expected: StepDynamics[], tolerance: number): void {
  expect(actual.map(({ step }) => step)).toEqual(expected.map(({ step }) => step))
  actual.forEach(({ tensors }, i) => {
    const names = tensors.map(({ name }) => name).sort()
    expect(names).toEqual(expected[i].tensors.map(({ name }) => name).sort())
    for (const found of tensors) {
      const wanted = expected[i].tensors.find(({ name }) => name === found.name)
      for (const key of ['weightNorm', 'gradientNorm', 'stepNorm'] as const) {
        const norm = wanted?.[key] ?? NaN
        expect(Math.abs(found[key] - norm)).toBeLessThanOrEqual(tolerance * norm)
      }
      const cosine = wanted?.gradientWeightCosine ?? NaN
      expect(Math.abs(found.gradientWeightCosine - cosine)).toBeLessThan(tolerance)
      expect(found.gradientCosine === null).toBe(wanted?.gradientCosine === null)
      const turn = (found.gradientCosine ?? 0) - (wanted?.gradientCosine ?? 0)
      expect(Math.abs(turn)).toBeLessThan(tolerance)
    }
  })
}

describe('dynamics', () => {
  it('are the same in both engines', async () => {
    const backend = await openTfjsBackend(await openSharedDevice())
    const expected = await measured(await createTfjsEngine(backend, engineSpec(RECIPE)), EVERY)
    expect(expected.map(({ step }) => step)).toEqual([0, 2])
    const [first, second] = expected
    expect(first.tensors.every(({ gradientCosine }) => gradientCosine === null)).toBe(true)
    expect(second.tensors.every(({ gradientCosine }) => gradientCosine !== null)).toBe(true)
    expectClose(await measured(await openWgsl(), EVERY), expected, 1e-3)
  })

  it('take no memory once they are off, and change no bit of the run', async () => {
    const planOf = stepPlans(RECIPE, SEED, images.train.count)
    const engine = await openWgsl()
    onTestFinished(() => engine.dispose())
    await engine.load('train', images.train)
    await engine.init(SEED)
    const { bytes } = engine.info
    const plain = await takeSteps(engine, planOf, 0, 3)
    await engine.recordDynamics(1)
    expect(engine.info.bytes).toBeGreaterThan(bytes)
    await engine.init(SEED)
    expect(await takeSteps(engine, planOf, 0, 3)).toEqual(plain)
    expect(engine.dynamics()).toHaveLength(3)
    await engine.recordDynamics(0)
    expect(engine.info.bytes).toBe(bytes)
    await takeSteps(engine, planOf, 3, 4)
    expect(engine.dynamics()).toEqual([])
  })
})

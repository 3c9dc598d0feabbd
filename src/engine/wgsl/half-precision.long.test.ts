import { describe, expect, it } from 'vitest'
import { presetNamed, type PresetName } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import type { OpenDevice } from '../device/device.ts'
import { createWgslEngine } from './engine.ts'
import { flushingDevice } from './testing/flushing-device.ts'
import { openSharedDevice, smallRecipe, stepPlans, takeSteps, testImages } from './testing/run.ts'

const SEED = 2
const WIDTH = 1 / 16
const BATCH = 32
const LEAST_COSINE = 0.98

/** Network families. */
const PRESETS: readonly PresetName[] = [
  'page-10',
  'page-bkj',
  'hlb',
  'airbench94-muon',
  'airbench96',
]
/** page-bkj's first scale. The next batch norm cancels it, so its gradient is rounding noise. */
const UNDONE = 'velocity/prep.norm.scale'
/** Its logits, and so its gradients, are scaled down the most. */
const SMALLEST: PresetName = 'airbench94-muon'

/** An optimizer whose velocities after one step equal its gradients. */
function gradientRecipe(name: PresetName): Recipe {
  const { optimiser } = presetNamed('page-10').recipe
  return {
    ...smallRecipe(name, WIDTH, BATCH),
    optimiser: { ...optimiser, momentum: 0, velocity: 'withoutRate', weightDecay: 0 },
  }
}

/** The gradients of the first step, by tensor, and their norms as the engine reports them. */
async function firstStep(opened: OpenDevice, recipe: Recipe, precision: 'f16' | 'f32') {
  const { train } = await testImages()
  const engine = await createWgslEngine(opened, { ...engineSpec(recipe), precision })
  try {
    expect(engine.info.precision).toBe(precision)
    await engine.load('train', train)
    await engine.init(SEED)
    await engine.recordDynamics(1)
    await takeSteps(engine, stepPlans(recipe, SEED, train.count), 0, 1)
    const [dynamics] = engine.dynamics()
    const { tensors } = await engine.snapshot()
    return {
      gradients: Object.entries(tensors).filter(([key]) => key.startsWith('velocity/')),
      norms: dynamics.tensors.map(({ gradientNorm }) => gradientNorm),
    }
  } finally {
    engine.dispose()
  }
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0)

/** Cosines between f16 and f32 gradients that are too small, by tensor. */
async function crooked(name: PresetName, f16Device: OpenDevice): Promise<Record<string, number>> {
  const recipe = gradientRecipe(name)
  const full = new Map((await firstStep(await openSharedDevice(), recipe, 'f32')).gradients)
  const { gradients: half } = await firstStep(f16Device, recipe, 'f16')
  expect(half).toHaveLength(full.size)
  const cosines = half.map(([key, gradient]) => {
    const exact = full.get(key) ?? new Float32Array()
    const sizes = Math.sqrt(dot(gradient, gradient) * dot(exact, exact))
    return [key, dot(gradient, exact) / sizes] as const
  })
  return Object.fromEntries(
    cosines.filter(([key, cosine]) => key !== UNDONE && !(cosine >= LEAST_COSINE)),
  )
}

describe('half precision', () => {
  it.each(PRESETS)('gives gradients of %s that point the same way', async (name) => {
    expect(await crooked(name, await openSharedDevice())).toEqual({})
  })

  it('reports the norms of gradients without the loss scale', async () => {
    const recipe = gradientRecipe('page-10')
    const opened = await openSharedDevice()
    const full = await firstStep(opened, recipe, 'f32')
    const half = await firstStep(opened, recipe, 'f16')
    expect(half.norms).toHaveLength(full.norms.length)
    const errors = half.norms.map((norm, i) => Math.abs(norm / full.norms[i] - 1))
    expect(Math.max(...errors)).toBeLessThan(0.2)
  })

  it('does so without f16 subnormals', async () => {
    const opened = await openSharedDevice()
    const flushing = { ...opened, device: flushingDevice(opened.device) }
    expect(await crooked(SMALLEST, flushing)).toEqual({})
  })
})

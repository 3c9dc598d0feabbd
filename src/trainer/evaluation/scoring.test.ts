import { describe, expect, it } from 'vitest'
import { countNetwork } from '../../model/counts.ts'
import { buildNetwork } from '../../model/networks.ts'
import { PRESETS, presetNamed } from '../../recipe/presets.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { testEpoch, testFinally } from './scoring.ts'

const auto = presetNamed('auto').recipe

describe('testEpoch', () => {
  it.each(PRESETS.map(({ name, recipe }) => [name, recipe] as const))(
    'looks once at each image with the weights that %s is judged by',
    async (_name, recipe) => {
      const engine = new ScriptedEngine(() => 1)
      const { test } = await testEpoch({ engine, recipe, testImages: 100 })
      const weights = ['none', 'tail'].includes(recipe.averaging.kind) ? 'live' : 'average'
      expect(engine.evaluations).toEqual([{ split: 'test', views: 1, weights, share: 1 }])
      expect(test).toEqual({
        live: null,
        average: null,
        views: null,
        [weights]: { loss: 1, accuracy: 0.81 },
      })
    },
  )

  it('takes less than 8% of the operations of an epoch of auto on all images', async () => {
    const engine = new ScriptedEngine(() => 1)
    await testEpoch({ engine, recipe: auto, testImages: 10_000 })
    const { macs, trainingFlops } = countNetwork(buildNetwork(auto.network))
    const passes = engine.evaluations.reduce((sum, { views }) => sum + views, 0)
    const images = auto.batchSize * Math.floor(50_000 / auto.batchSize)
    expect((passes * 10_000 * 2 * macs) / (images * trainingFlops)).toBeLessThan(0.08)
  })
})

describe('testFinally', () => {
  it.each([
    {
      name: 'airbench94',
      evaluations: [
        [6, 'average'],
        [1, 'average'],
        [1, 'live'],
      ],
    },
    {
      name: 'airbench94-muon',
      evaluations: [
        [6, 'live'],
        [1, 'live'],
      ],
    },
    {
      name: 'page-13',
      evaluations: [
        [1, 'average'],
        [1, 'live'],
      ],
    },
    { name: 'page-79', evaluations: [[1, 'live']] },
  ])('tests all that $name has, what it is judged by first', async ({ name, evaluations }) => {
    const engine = new ScriptedEngine(() => 1)
    let before = -1
    const final = await testFinally(
      { engine, recipe: presetNamed(name).recipe, testImages: 100 },
      () => {
        before = engine.evaluations.length
      },
    )
    expect(engine.evaluations.map(({ views, weights }) => [views, weights])).toEqual(evaluations)
    expect(before).toBe(1)
    const { live, average, views } = final.test
    expect(live.accuracy).toBe(0.81)
    expect(average === null).toBe(evaluations.every(([, weights]) => weights === 'live'))
    expect(views?.accuracy).toBe(evaluations[0][0] === 6 ? 0.86 : undefined)
  })
})

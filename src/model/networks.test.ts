import { describe, expect, it } from 'vitest'
import { presetNamed } from '../recipe/presets.ts'
import type { NetworkRecipe } from '../recipe/recipe.ts'
import { INPUT_SHAPE, type Layer } from './layers.ts'
import { buildNetwork } from './networks.ts'
import { networkParameters } from './parameters.ts'
import { networkShape, walkLayers } from './shapes.ts'

const networkOf = (preset: string): NetworkRecipe => presetNamed(preset).recipe.network

/** The kinds of layers in the order they run, a residual's body before the sum. */
function kindsOf(layers: readonly Layer[]): string[] {
  const kinds: string[] = []
  walkLayers(layers, INPUT_SHAPE, (layer) => kinds.push(layer.kind))
  return kinds
}

const convolutionsOf = (network: NetworkRecipe) =>
  networkParameters(buildNetwork(network))
    .filter(({ group }) => group === 'convWeight')
    .map(({ shape }) => shape.slice(2))

describe('buildNetwork', () => {
  it.each(['page-79', 'page-10', 'airbench94', 'tiny'])('gives %s ten logits', (preset) => {
    const shape = networkShape(buildNetwork(networkOf(preset)), INPUT_SHAPE)
    expect(shape).toEqual({ height: 1, width: 1, channels: 10 })
  })

  it('scales widths, to a multiple of four, but not the images, the whitening or the classes', () => {
    expect(convolutionsOf({ ...networkOf('page-10'), width: 1 / 8 })).toEqual([
      [3, 27],
      [27, 8],
      [8, 16],
      [16, 16],
      [16, 16],
      [16, 32],
      [32, 64],
      [64, 64],
      [64, 64],
    ])
    expect(convolutionsOf({ ...networkOf('airbench94'), width: 0.3 })).toEqual([
      [3, 24],
      [24, 20],
      [20, 20],
      [20, 76],
      [76, 76],
      [76, 76],
      [76, 76],
    ])
    expect(convolutionsOf({ ...networkOf('tiny'), width: 0.01 })).toEqual([
      [3, 4],
      [4, 4],
      [4, 4],
    ])
  })

  it('pools where the recipe says', () => {
    const page = networkOf('page-79')
    if (page.family !== 'page') throw new Error('page-79 is of another family')
    const layer1 = (pool: typeof page.pool) =>
      kindsOf(buildNetwork({ ...page, pool, residuals: [] })).slice(3, 7)
    expect(layer1('afterActivation')).toEqual(['conv', 'batchNorm', 'activation', 'maxPool'])
    expect(layer1('beforeActivation')).toEqual(['conv', 'batchNorm', 'maxPool', 'activation'])
    expect(layer1('beforeNorm')).toEqual(['conv', 'maxPool', 'batchNorm', 'activation'])
  })

  it('puts residuals on the stages asked for', () => {
    const page = networkOf('page-79')
    if (page.family !== 'page') throw new Error('page-79 is of another family')
    const bodies = (residuals: typeof page.residuals) =>
      networkParameters(buildNetwork({ ...page, residuals }))
        .map(({ name }) => name)
        .filter((name) => name.endsWith('res2.conv.weight'))
    expect(bodies([])).toEqual([])
    expect(bodies([2])).toEqual(['layer2.res2.conv.weight'])
    expect(bodies([1, 2, 3])).toHaveLength(3)
  })

  it('names every parameter once', () => {
    for (const preset of ['page-79', 'page-10', 'airbench94', 'tiny']) {
      const names = networkParameters(buildNetwork(networkOf(preset))).map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('trains neither whitening filters nor frozen batch-norm scales', () => {
    const frozen = networkParameters(buildNetwork(networkOf('airbench94')))
      .filter(({ trainable }) => !trainable)
      .map(({ name }) => name)
    const scales = [1, 2, 3].flatMap((i) => [`block${i}.norm1.scale`, `block${i}.norm2.scale`])
    expect(frozen).toEqual(['whitening.weight', ...scales])
  })
})

import { describe, expect, it } from 'vitest'
import { PRESETS, presetNamed } from '../recipe/presets.ts'
import type {
  AirbenchNetwork,
  NetworkRecipe,
  PageNetwork,
  PlainNetwork,
} from '../recipe/schema/network.ts'
import { FULL_SIDE, takesSmallerImages } from '../recipe/schedule/sides.ts'
import { INPUT_SHAPE, inputOf, type Layer } from './layers.ts'
import { buildNetwork, buildNetworkAt } from './networks.ts'
import { networkParameters } from './parameters.ts'
import { networkShape, walkLayers } from './shapes.ts'

/** Those that a recipe may have below the full one. */
const SMALLER_SIDES = Array.from({ length: FULL_SIDE - 20 }, (_, i) => 20 + i)

const networkOf = (preset: string): NetworkRecipe => presetNamed(preset).recipe.network

function pageOf(preset: string): PageNetwork {
  const network = networkOf(preset)
  if (network.family !== 'page') throw new Error(`${preset} is none of Page’s.`)
  return network
}

function airbenchOf(preset: string): AirbenchNetwork {
  const network = networkOf(preset)
  if (network.family !== 'airbench') throw new Error(`${preset} is none of airbench’s.`)
  return network
}

function plainOf(preset: string): PlainNetwork {
  const network = networkOf(preset)
  if (network.family !== 'plain') throw new Error(`${preset} has no plain network.`)
  return network
}

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
  it.each(PRESETS.map(({ name }) => name))(
    'gives %s ten logits, and every parameter one name',
    (name) => {
      const layers = buildNetwork(networkOf(name))
      const names = networkParameters(layers).map((parameter) => parameter.name)
      expect(networkShape(layers, INPUT_SHAPE)).toEqual({ height: 1, width: 1, channels: 10 })
      expect(new Set(names).size).toBe(names.length)
    },
  )

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

  it('pools where the recipe specifies', () => {
    const page = pageOf('page-79')
    const layer1 = (pool: typeof page.pool) =>
      kindsOf(buildNetwork({ ...page, pool, residuals: [] })).slice(3, 7)
    expect(layer1('afterActivation')).toEqual(['conv', 'batchNorm', 'activation', 'maxPool'])
    expect(layer1('beforeActivation')).toEqual(['conv', 'batchNorm', 'maxPool', 'activation'])
    expect(layer1('beforeNorm')).toEqual(['conv', 'maxPool', 'batchNorm', 'activation'])
  })

  it('adds residuals to the given stages', () => {
    const page = pageOf('page-79')
    const bodies = (residuals: typeof page.residuals) =>
      networkParameters(buildNetwork({ ...page, residuals }))
        .map(({ name }) => name)
        .filter((name) => name.endsWith('res2.conv.weight'))
    expect(bodies([])).toEqual([])
    expect(bodies([2])).toEqual(['layer2.res2.conv.weight'])
    expect(bodies([1, 2, 3])).toHaveLength(3)
  })

  it('trains neither whitening filters nor frozen batch-norm scales', () => {
    const frozen = networkParameters(buildNetwork(networkOf('airbench94')))
      .filter(({ trainable }) => !trainable)
      .map(({ name }) => name)
    const scales = [1, 2, 3].flatMap((i) => [`block${i}.norm1.scale`, `block${i}.norm2.scale`])
    expect(frozen).toEqual(['whitening.weight', ...scales])
  })

  it('builds the DAWNBench ResNet of pre-activated blocks', () => {
    const kinds = kindsOf(buildNetwork(networkOf('page-297')))
    const block = ['batchNorm', 'activation', 'conv', 'batchNorm', 'activation', 'conv', 'residual']
    const halving = ['batchNorm', 'activation', 'conv', ...block.slice(2)]
    const stage = [...halving, ...block]
    const head = ['maxPool', 'averagePool', 'concat', 'flatten', 'linear', 'scale']
    expect(kinds).toEqual(['conv', ...block, ...block, ...stage, ...stage, ...stage, ...head])
    const shortest = kindsOf(buildNetwork(networkOf('page-4-1')))
    const norm = ['batchNorm', 'activation']
    const short = [...norm, 'conv', ...norm]
    expect(shortest).toEqual(['conv', ...norm, ...norm, ...short, ...short, ...short, ...head])
    const bkj = kindsOf(buildNetwork(networkOf('page-bkj')))
    expect(bkj.slice(0, 4)).toEqual(['conv', 'batchNorm', 'activation', 'batchNorm'])
  })

  it('halves the side by pools of either kind or by strides', () => {
    const first = (change: Partial<PageNetwork>) =>
      buildNetwork({ ...pageOf('page-4-4'), ...change }).slice(3, 7)
    expect(first({}).map(({ kind }) => kind)).toEqual([
      'conv',
      'batchNorm',
      'activation',
      'maxPool',
    ])
    expect(first({ downsampling: 'averagePool' })[3]).toMatchObject({
      kind: 'averagePool',
      size: 2,
    })
    const strided = first({ downsampling: 'stride', stageKernel: 1 })
    expect(strided[0]).toMatchObject({ kind: 'conv', stride: 2, kernel: 1 })
    expect(strided[3].kind).toBe('conv')
  })

  it('adds extra convolutions to the given stages', () => {
    const extras = convolutionsOf({ ...pageOf('page-4-6'), extras: [1, 3] })
    expect(extras).toHaveLength(convolutionsOf(pageOf('page-4-6')).length + 2)
    expect(extras[2]).toEqual([128, 128])
  })

  it('whitens patches of either size in either family', () => {
    const whitening = (kernel: 2 | 3) => ({
      kernel,
      epsilon: 0.01,
      images: 100,
      biasEpochs: 3,
      biasInit: 'zero' as const,
    })
    for (const network of [pageOf('page-10'), airbenchOf('airbench94')]) {
      for (const [kernel, filters] of [
        [2, 24],
        [3, 27],
      ] as const) {
        const layers = buildNetwork({ ...network, whitening: whitening(kernel) })
        expect(layers[0]).toMatchObject({ kernel, out: filters, frozen: true, bias: true })
        expect(networkShape(layers, INPUT_SHAPE).channels).toBe(10)
      }
    }
  })

  it('trains airbench’s first layer, with its own batch norm, without whitening', () => {
    const layers = buildNetwork(airbenchOf('airbench94-network'))
    expect(layers[0]).toMatchObject({ kernel: 2, out: 24, frozen: false, bias: false })
    expect(layers[1]).toMatchObject({ kind: 'batchNorm', channels: 24 })
  })

  it('puts airbench96’s third convolution under the residual, and the activation behind the sum', () => {
    const block = buildNetwork(airbenchOf('airbench96')).slice(6, 8)
    expect(block).toMatchObject([
      {
        kind: 'residual',
        body: [
          { name: 'block1.conv2' },
          { name: 'block1.norm2' },
          { kind: 'activation' },
          { name: 'block1.conv3' },
          { name: 'block1.norm3' },
        ],
      },
      { kind: 'activation' },
    ])
  })

  it('keeps the bias without batch norm', () => {
    for (const { name } of PRESETS) {
      const network = networkOf(name)
      const parameters = (kind: 'batch' | 'none') =>
        networkParameters(buildNetwork({ ...network, norm: { ...network.norm, kind } }))
      const kept = parameters('batch').filter(({ group }) => group !== 'normScale')
      expect(parameters('none')).toEqual(kept)
    }
  })

  it('leaves the head each channel’s largest value, or its mean as well', () => {
    const head = (headPool: 'max' | 'maxAndAverage') =>
      buildNetwork({ ...airbenchOf('airbench94'), headPool, headBias: true }).slice(-4)
    expect(head('max')[0]).toEqual({ kind: 'maxPool', size: 3 })
    expect(head('maxAndAverage')[0]).toMatchObject({
      branches: [[{ kind: 'maxPool', size: 3 }], [{ kind: 'averagePool', size: 3 }]],
    })
    expect(head('maxAndAverage')[2]).toMatchObject({ in: 512, bias: true })
  })
})

describe('buildNetworkAt', () => {
  const plain = [[4], [4, 4], [4, 4, 4]].flatMap((channels) =>
    [false, true].map((halvesInput) => ({ ...plainOf('tiny'), channels, halvesInput })),
  )
  const networks = [...PRESETS.map(({ recipe }) => recipe.network), ...plain]

  it('builds every network for smaller images, at every side', () => {
    const wrong = networks.filter(takesSmallerImages).filter((network) =>
      SMALLER_SIDES.some((side) => {
        const layers = buildNetworkAt(network, side)
        return networkShape(layers, inputOf(side)).channels !== 10
      }),
    )
    expect(wrong).toEqual([])
  })

  it('builds no other at any side but the full one', () => {
    const others = networks.filter((network) => !takesSmallerImages(network))
    expect(others).toHaveLength(5)
    for (const network of others) {
      expect(buildNetworkAt(network, FULL_SIDE)).toEqual(buildNetwork(network))
      for (const side of SMALLER_SIDES) expect(() => buildNetworkAt(network, side)).toThrow(/fit/)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { buildNetwork } from '../../../model/networks.ts'
import { PRESETS, presetNamed } from '../../../recipe/presets.ts'
import { groupLayers, type Unit } from './units.ts'

function summary(unit: Unit): string {
  switch (unit.kind) {
    case 'conv':
      return unit.pool ? 'conv+pool' : 'conv'
    case 'norm': {
      const pool = unit.pool === 'none' ? '' : ` pool ${unit.pool}`
      return `norm+${unit.activation?.kind ?? 'nothing'}${pool}`
    }
    case 'activation':
      return unit.bias ? `bias+${unit.activation?.kind ?? 'nothing'}` : 'activation'
    case 'residual':
      return `residual(${unit.body.map(summary).join(', ')})`
    default:
      return unit.kind
  }
}

const summaryOf = (name: string) =>
  groupLayers(buildNetwork(presetNamed(name).recipe.network)).map(summary)

const CELU = ['conv', 'norm+celu']

describe('groupLayers', () => {
  it('joins Page’s batch norm, activation and pool', () => {
    const pair = 'residual(conv, norm+relu, conv, norm+relu)'
    const stage = ['conv', 'norm+relu pool afterActivation']
    expect(summaryOf('page-79')).toEqual([
      'conv',
      'norm+relu',
      ...stage,
      pair,
      ...stage,
      ...stage,
      pair,
      'maxPool',
      'flatten',
      'linear',
      'scale',
    ])
  })

  it('joins a convolution and the pool right behind it', () => {
    expect(summaryOf('page-10').slice(0, 5)).toEqual(['conv', ...CELU, 'conv+pool', 'norm+celu'])
    expect(summaryOf('tiny').slice(0, 2)).toEqual(['conv+pool', 'norm+relu'])
  })

  it('joins a bias and the activation behind it', () => {
    expect(summaryOf('airbench94').slice(0, 3)).toEqual(['conv', 'bias+gelu', 'conv+pool'])
  })

  it('fuses a pool before the activation into the same unit', () => {
    const { network } = presetNamed('page-79').recipe
    if (network.family !== 'page') throw new Error('page-79 is one of Page’s networks.')
    const units = groupLayers(buildNetwork({ ...network, pool: 'beforeActivation' }))
    expect(summary(units[3])).toBe('norm+relu pool beforeActivation')
  })

  it('loses no layer', () => {
    const countOf = (layers: ReturnType<typeof buildNetwork>, kind: string): number =>
      layers.reduce((sum, layer) => {
        const nested = layer.kind === 'residual' ? [...layer.body, ...layer.shortcut] : []
        return sum + Number(layer.kind === kind) + countOf(nested, kind)
      }, 0)
    for (const { recipe } of PRESETS) {
      const layers = buildNetwork(recipe.network)
      const units = JSON.stringify(groupLayers(layers))
      for (const kind of ['conv', 'batchNorm', 'linear']) {
        const names = new Set(units.match(new RegExp(`"kind":"${kind}","name":"[^"]+"`, 'g')))
        expect(names.size).toBe(countOf(layers, kind))
      }
    }
  })
})

import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from '../../recipe/choice.ts'
import { dynamicsCurve } from '../../runs/record/dynamics-curve.ts'
import { newEntry } from '../../runs/history/entry.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { type Dynamics, dynamicsCurves, isComparable, stepRatio } from './dynamics.ts'
import { armsOf } from '../experiment.ts'
import { resultsOf } from '../results.ts'
import { peakRate } from './varied.ts'

const SPEC: Dynamics = {
  kind: 'dynamics',
  id: 'd',
  createdAt: 0,
  seeds: [1],
  dataset: 'full',
  engine: 'wgsl',
  base: presetChoice('airbench94'),
  of: 'batchSize',
}

/** Two weights and a bias at each of some steps; `growth` times as long steps. */
const measured = (steps: number, growth = 1) =>
  Array.from({ length: steps }, (_, i) => {
    const tensor = (name: string, weightNorm: number) => ({
      name,
      weightNorm,
      gradientNorm: 3,
      stepNorm: 0.01 * growth * weightNorm,
      gradientWeightCosine: 0.1,
      gradientCosine: i === 0 ? null : 0.5,
    })
    return {
      step: 10 * i,
      tensors: [tensor('a.weight', 2), tensor('b.weight', 8), tensor('a.norm.bias', 1)],
    }
  })

describe('dynamicsCurve', () => {
  it('keeps the weights only, at a hundred steps at most', () => {
    const curve = dynamicsCurve(measured(250))
    expect(curve?.tensors.map(({ name }) => name)).toEqual(['a.weight', 'b.weight'])
    expect(curve?.steps).toHaveLength(84)
    expect(curve?.steps.slice(0, 3)).toEqual([0, 30, 60])
    expect(dynamicsCurve([])).toBeNull()
  })

  it('leaves out weights that were frozen or became NaN', () => {
    const [first, ...others] = measured(3)
    const frozen = others.map((step) => ({ ...step, tensors: step.tensors.slice(1) }))
    expect(dynamicsCurve([first, ...frozen])?.tensors.map(({ name }) => name)).toEqual(['b.weight'])
    const lost = first.tensors.map((tensor) => ({ ...tensor, stepNorm: Number.NaN }))
    expect(dynamicsCurve([{ ...first, tensors: lost }])?.tensors).toEqual([])
  })
})

describe('a comparison of dynamics', () => {
  const [base, larger] = armsOf(SPEC)

  it('lets batch and rate grow together', () => {
    const [a, b] = [base, larger].map(resolveRecipe)
    expect(b.batchSize).toBe(4 * a.batchSize)
    expect(peakRate(b) / peakRate(a)).toBeCloseTo(4, 6)
    expect(resultsOf(SPEC, []).missing[0].measures).toEqual({ dynamicsEvery: 10 })
  })

  it('changes the start, or the rule, and nothing else', () => {
    const changed = (of: Dynamics['of']) => armsOf({ ...SPEC, of }).map(resolveRecipe)
    expect(changed('start').map(({ network }) => 'init' in network && network.init)).toEqual([
      'dirac',
      'uniform',
    ])
    expect(changed('lars').map(({ optimiser }) => optimiser.kind)).toEqual(['sgd', 'lars'])
  })

  it('is offered where it makes sense', () => {
    expect(isComparable(presetChoice('airbench94-muon'), 'lars')).toBe(false)
    expect(isComparable(presetChoice('page-10'), 'start')).toBe(false)
    expect(isComparable(presetChoice('page-10'), 'lars')).toBe(true)
    expect(isComparable(presetChoice('page-10'), 'batchSize')).toBe(true)
  })

  it('reads geometric means over the weights, and how much longer the other’s steps are', () => {
    const entry = (choice: Dynamics['base'], growth: number) => {
      const dynamics = dynamicsCurve(measured(90, growth))
      return newEntry(syntheticRecord({ choice, record: dynamics ? { dynamics } : {} }), 'here')
    }
    const curves = dynamicsCurves(resultsOf(SPEC, [entry(base, 1), entry(larger, 2)]))
    expect(curves[0]?.[0]).toEqual({
      epoch: 0,
      weightNorm: expect.closeTo(4, 9),
      gradientNorm: expect.closeTo(3, 9),
      effectiveStep: expect.closeTo(0.01, 9),
      gradientWeightCosine: expect.closeTo(0.1, 9),
      gradientCosine: null,
    })
    expect(stepRatio(curves)).toBeCloseTo(2, 9)
    expect(stepRatio([curves[0], null])).toBeNull()
  })
})

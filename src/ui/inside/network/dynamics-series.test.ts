import { describe, expect, it } from 'vitest'
import type { TensorDynamics } from '../../../engine/inspection/dynamics.ts'
import { dynamicsSeries, scaleOf } from './dynamics-series.ts'

const tensor = (name: string, weightNorm: number): TensorDynamics => ({
  name,
  weightNorm,
  gradientNorm: 3,
  stepNorm: 1,
  gradientWeightCosine: 0.25,
  gradientCosine: null,
})

describe('dynamicsSeries', () => {
  it('includes convolution and linear weights only, not norms and biases', () => {
    const steps = [0, 10].map((step) => ({
      step,
      tensors: [tensor('a.weight', 2 + step), tensor('a.bias', 9), tensor('n.weight', 9)],
    }))
    const series = dynamicsSeries(steps, new Set(['a', 'b']))
    expect(series.map(({ layer }) => layer)).toEqual(['a'])
    const { weightNorm, effectiveStep, gradients } = series[0].measures
    expect(weightNorm.map(({ step, value }) => [step, value])).toEqual([
      [0, 2],
      [10, 12],
    ])
    expect(effectiveStep[0].value).toBe(0.5)
    expect(gradients[0].value).toBeNull()
    expect(scaleOf(series, 'weightNorm')).toEqual([2, 12])
    expect(scaleOf(series, 'gradients')).toBeNull()
  })

  it('thins long runs and keeps their last step', () => {
    const steps = Array.from({ length: 1000 }, (_, step) => ({
      step,
      tensors: [tensor('a.weight', 1)],
    }))
    const [{ measures }] = dynamicsSeries(steps, new Set(['a']))
    expect(measures.weightNorm.length).toBeLessThanOrEqual(120)
    expect(measures.weightNorm.at(-1)?.step).toBe(999)
  })
})

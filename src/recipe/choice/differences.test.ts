import { expect, it } from 'vitest'
import { differences } from './differences.ts'
import { presetNamed } from '../presets.ts'

const { recipe } = presetNamed('page-10')

it('finds no difference between a recipe and its copy', () => {
  expect(differences(recipe, structuredClone(recipe))).toEqual([])
})

it('names each field that differs, lists and missing fields included', () => {
  const other = {
    ...recipe,
    labelSmoothing: 0,
    averaging: { kind: 'none' },
    network: { ...recipe.network, whitening: null, residuals: [1] },
  } as const
  expect(differences(recipe, { ...other, network: { ...recipe.network, logitScale: 1 } })).toEqual([
    { path: 'network.logitScale', from: 1 / 16, to: 1 },
    { path: 'labelSmoothing', from: 0.2, to: 0 },
    { path: 'averaging.kind', from: 'ema', to: 'none' },
    { path: 'averaging.rho', from: 0.99, to: undefined },
    { path: 'averaging.everySteps', from: 5, to: undefined },
  ])
})

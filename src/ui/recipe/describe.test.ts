import { describe, expect, it } from 'vitest'
import { presetNamed, PRESETS } from '../../recipe/presets.ts'
import { describeRecipe, describeSchedule } from './describe.ts'

const words = (preset: string) =>
  Object.fromEntries(
    describeRecipe(presetNamed(preset).recipe).map((trait) => [trait.name, trait.words]),
  )

describe('describeRecipe', () => {
  it('names the differences of Page’s two recipes', () => {
    expect(words('page-79')).toMatchObject({
      Network: 'ResNet-9, 6.6 million parameters',
      Activation: 'ReLU',
      Normalisation: 'whole batches',
      'First layer': 'trained',
      Loss: 'hard labels',
      Optimiser: 'SGD, Nesterov momentum 0.9',
      Averaging: 'none',
      'Test time': 'one view',
    })
    expect(words('page-10')).toMatchObject({
      Activation: 'CELU, alpha 0.3',
      Normalisation: 'ghost batches of 32, scales frozen',
      'First layer': 'whitened, frozen',
      Loss: 'label smoothing 0.2',
      Averaging: 'moving average, every 5 steps',
      'Test time': 'original and mirrored',
    })
  })

  it('names other optimisers, residuals, and batch norm that is off', () => {
    expect(words('airbench94').Network).toMatch(/^airbench, no residual branches, /)
    expect(words('airbench96').Network).toMatch(/^airbench, with residual branches, /)
    expect(words('airbench94-muon').Optimiser).toBe(
      'Muon for convolutions, SGD for the rest, Nesterov momentum 0.85',
    )
    const { recipe } = presetNamed('page-79')
    const { network } = recipe
    const norm = { ...network.norm, kind: 'none' } as const
    expect(describeRecipe({ ...recipe, network: { ...network, norm } })[2].words).toBe(
      'none, only biases',
    )
  })

  it('has words for every preset', () => {
    for (const { recipe } of PRESETS) {
      expect(describeRecipe(recipe).every((trait) => trait.words !== '')).toBe(true)
    }
  })
})

describe('describeSchedule', () => {
  it('describes length, batch size and peak rate', () => {
    expect(describeSchedule(presetNamed('page-79').recipe)).toBe(
      '24 epochs, batches of 512, peak 0.40',
    )
    expect(describeSchedule(presetNamed('tiny').recipe)).toBe('60 steps, batches of 32, peak 0.40')
  })
})

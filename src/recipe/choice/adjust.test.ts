import { describe, expect, it } from 'vitest'
import { checkRecipe, withEpochs, withField } from './adjust.ts'
import { PRESETS, presetNamed } from '../presets.ts'

const { recipe } = presetNamed('page-10')

describe('recipes', () => {
  it.each(PRESETS.map((preset) => [preset.name, preset.recipe] as const))(
    '%s passes its own schema unchanged',
    (name, preset) => expect(checkRecipe(preset, name)).toEqual(preset),
  )
})

describe('withEpochs', () => {
  it('stretches epoch knots and keeps values, averaging and all else', () => {
    const half = withEpochs(recipe, 5)
    expect(half.schedule.knots).toEqual([
      [0, 0],
      [1, 1],
      [4, 0.1],
    ])
    expect(half.length).toEqual({ unit: 'epochs', count: 5 })
    expect(half.averaging).toBe(recipe.averaging)
  })

  it('lets CutMix begin as far into the run as before', () => {
    const hlb = presetNamed('hlb').recipe
    expect(hlb.augmentation.cutMix?.fromEpoch).toBe(7)
    const short = withEpochs(hlb, hlb.length.count / 2)
    expect(short.augmentation.cutMix?.fromEpoch).toBe(4)
  })

  it('leaves knots that are shares of the run as they are', () => {
    const airbench = presetNamed('airbench94').recipe
    expect(withEpochs(airbench, 3).schedule).toBe(airbench.schedule)
  })
})

describe('withField', () => {
  it('sets a nested field and nothing else', () => {
    const changed = withField(recipe, 'optimiser.momentum', 0.8)
    expect(changed).toEqual({ ...recipe, optimiser: { ...recipe.optimiser, momentum: 0.8 } })
  })

  it('names a path that is not there, and a value that does not fit', () => {
    expect(() => withField(recipe, 'optimiser.speed', 1)).toThrow(/no field "optimiser.speed"/)
    expect(() => withField(recipe, 'labelSmoothing', 3)).toThrow(/labelSmoothing/)
    expect(() => withField(recipe, 'batchSize', 100)).toThrow(/multiple of the ghost group size/)
    expect(() =>
      withField(recipe, 'schedule.knots', [
        [1, 1],
        [0, 0],
      ]),
    ).toThrow(/rising order/)
  })

  it.each([
    ['length', { unit: 'steps', count: 1.5 }, /^length\.count: It must be a whole number/],
    ['length', { unit: 'steps', count: 1e9 }, /^length\.count/],
    ['length', { unit: 'epochs', count: Infinity }, /^length\.count: It must be a number/],
    ['length', { unit: 'epochs', count: 1e300 }, /^length\.count/],
    ['length', { unit: 'hours', count: 1 }, /^length\.unit/],
    ['optimiser.weightDecay', 1e300, /^optimiser\.weightDecay/],
    ['optimiser.weightDecay', 1e-128, /^optimiser\.weightDecay: It must be 0, or a number/],
    ['optimiser.normBiasRate', Infinity, /^optimiser\.normBiasRate/],
    ['network.logitScale', 1e-128, /^network\.logitScale/],
    ['network.width', Number.NaN, /^network\.width/],
    ['augmentation.cropPadding', 3, /^augmentation\.cropPadding: It must be .*not 3/],
    ['schedule.knots', [[0, Infinity]], /^schedule\.knots\.0\.1/],
    ['schedule.knots', Array.from({ length: 501 }, (_, i) => [i, 1]), /^schedule\.knots: .*500/],
  ])('refuses %s = %j and names the setting', (path, value, message) => {
    expect(() => withField(recipe, path, value)).toThrow(message)
  })

  it('rejects smaller images for a network that does not halve them three times', () => {
    const growing = (preset: 'quick' | 'tiny', side: number) =>
      withField(presetNamed(preset).recipe, 'augmentation.sides', [{ fromEpoch: 0, side }])
    expect(() => growing('quick', 28)).toThrow(/halve the image three times/)
    expect(growing('quick', 32).augmentation.sides).toHaveLength(1)
    const small = growing('tiny', 28)
    expect(() => withField(small, 'network.channels', [8, 16])).toThrow(/three times/)
    const halved = { ...small.network, channels: [8, 16], halvesInput: true }
    expect(withField(small, 'network', halved).network).toEqual(halved)
  })

  it('rejects more steps than a record can hold', () => {
    const norm = { ...recipe.network.norm, groupSize: null }
    const network = { ...recipe.network, norm }
    const many = { ...withEpochs(recipe, 10_000), network, batchSize: 1 }
    expect(() => checkRecipe(many, 'the recipe')).toThrow(/1,000,000 steps/)
    expect(() => checkRecipe(withEpochs(recipe, 10_000), 'the recipe')).not.toThrow()
  })
})

import { describe, expect, it } from 'vitest'
import { checkRecipe, withEpochs, withField } from './adjust.ts'
import { PRESETS, presetNamed } from './presets.ts'

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
})

import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from '../../recipe/choice.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { ArgumentError } from '../command-line/arguments.ts'
import { parseTrainOptions } from './train-options.ts'

const parse = (line: string) => parseTrainOptions(line === '' ? [] : line.split(' '))

describe('parseTrainOptions', () => {
  it('defaults to auto, seed 1 and the wgsl engine', () => {
    expect(parse('')).toMatchObject({
      mode: 'train',
      recipe: presetNamed('auto').recipe,
      seed: 1,
      engine: 'wgsl',
      data: null,
      trainImages: null,
    })
  })

  it('applies toggles, length, width, batch and fields', () => {
    const { recipe, trainImages } = parse(
      '--recipe page-79 --toggle cutout=off --epochs 12 --width 0.25 --batch 64 --set optimiser.momentum=0.8 --set views=mirror --train 500',
    )
    expect(recipe.augmentation.cutout).toBe(0)
    expect(recipe.schedule.knots[1]).toEqual([2.5, 0.4])
    expect(recipe.network.width).toBe(0.25)
    expect(recipe.batchSize).toBe(64)
    expect(recipe.optimiser.momentum).toBe(0.8)
    expect(recipe.views).toBe('mirror')
    expect(trainImages).toBe(500)
  })

  it('prints the page’s choice for the same recipe', () => {
    const { choice, recipe } = parse(
      '--recipe page-79 --toggle cutout=off --epochs 12 --width 0.25 --batch 64 --set views=mirror',
    )
    expect(choice).toMatchObject({ preset: 'page-79', toggles: { cutout: false } })
    expect(resolveRecipe(choice)).toEqual(recipe)
    expect(parse('--recipe tiny').choice).toEqual(presetChoice('tiny'))
  })

  it.each([
    ['--recipe page-1', /--recipe must be one of .*not "page-1"/],
    ['--seed -1', /--seed|seed/],
    ['--dynamics often', /--dynamics must be a whole number/],
    ['--seed 1.5', /--seed must be a whole number/],
    ['--recipe page-10 --batch 100', /--batch: .*ghost group/],
    ['--recipe page-10 --toggle dirac=on', /--toggle: Only airbench/],
    ['--retune dirac', /--retune|dirac/],
    ['--toggle cutout', /--toggle needs NAME=VALUE/],
    ['--toggle cutout=maybe', /--toggle must be one of on, off/],
    ['--set optimiser.speed=1', /--set: .*no field "optimiser.speed"/],
    ['--epoch 3', /epoch/],
    ['--engine cuda', /--engine must be one of wgsl, tfjs/],
  ])('refuses %s with a message that names it', (line, message) => {
    expect(() => parse(line)).toThrow(ArgumentError)
    expect(() => parse(line)).toThrow(message)
  })
})

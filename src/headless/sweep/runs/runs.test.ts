import { describe, expect, it } from 'vitest'
import { resolveRecipe } from '../../../recipe/choice.ts'
import { SpecError } from '../spec/field-error.ts'
import { runsOf, runTable } from './runs.ts'
import { readSpec } from '../spec/spec.ts'

const list = (spec: unknown) => runsOf(readSpec(JSON.stringify(spec)))

const SWEEP = {
  recipe: 'page-79',
  epochs: 12,
  train: 500,
  toggle: { cutout: 'off' },
  seeds: [7, 3],
  variations: [
    {},
    { batch: 256, set: { 'optimiser.momentum': 0.8 } },
    { toggle: { labelSmoothing: 'on' } },
  ],
}

describe('a sweep’s file', () => {
  it('needs only seeds; the default is auto on all images', () => {
    expect(list({ seeds: { from: 4, to: 6 } })).toMatchObject(
      [4, 5, 6].map((seed) => ({
        seed,
        choice: { preset: 'auto' },
        engine: 'wgsl',
        data: 'full',
        trainImages: null,
        testImages: null,
      })),
    )
  })

  it.each<[unknown, string]>([
    [{}, 'seeds: It is missing.'],
    [{ seeds: 3 }, 'seeds: It must be a list of seeds'],
    [{ seeds: [] }, 'seeds: It must have 1 to'],
    [{ seeds: [1, 2.5] }, 'seeds[1]: It must be a whole number from 0 to 4294967295.'],
    [{ seeds: { from: 3, to: 1 } }, 'seeds: It must have 1 to'],
    [{ seeds: { from: 0, to: 10_000 } }, 'seeds: It must have 1 to'],
    [{ seeds: { from: 3 } }, 'seeds.to: It is missing.'],
    [{ seeds: [1, 2, 1] }, 'seeds[2]: 1 is already in the list.'],
    [{ seeds: [1], speed: 1 }, 'speed: There is no such field.'],
    [{ seeds: [1], recipe: 'page-1' }, 'recipe: There is no recipe "page-1"'],
    [{ seeds: [1], data: 'mnist' }, 'data: It must be one of "full", "sample".'],
    [{ seeds: [1], train: 0 }, 'train: It must be a whole number of at least 1.'],
    [{ seeds: [1], epochs: 20_000 }, 'epochs: It must be a number from 0.01 to 10000.'],
    [{ seeds: [1], toggle: { cutot: 'on' } }, 'toggle.cutot: There is no toggle "cutot"'],
    [{ seeds: [1], toggle: { cutout: true } }, 'toggle.cutout: It must be one of "on", "off".'],
    [{ seeds: [1], toggle: 'cutout' }, 'toggle: It must be an object of toggles'],
    [{ seeds: [1], retune: ['cutout'] }, 'retune: cutout is not among'],
    [{ seeds: [1], variations: [] }, 'variations: It must have at least one variation'],
    [{ seeds: [1], variations: [{}, 3] }, 'variations[1]: It must be an object'],
    [{ seeds: [1], variations: [{ seeds: [2] }] }, 'variations[0].seeds: There is no such field.'],
    [{ seeds: [1], variations: [{}, { width: 9 }] }, 'variations[1].width: It must be a number'],
    [
      { seeds: [1], variations: [{}, { recipe: 'page-10', toggle: { dirac: 'on' } }] },
      'variations[1].toggle: Only airbench',
    ],
    [
      { seeds: [1], toggle: { dirac: 'on' }, variations: [{ recipe: 'page-10' }] },
      'toggle: Only airbench’s networks can have identity initialisation. (With variations[0].)',
    ],
    [
      { seeds: [1], variations: [{}, { set: { 'optimiser.speed': 1 } }] },
      'variations[1].set: This recipe has no field "optimiser.speed"',
    ],
    [
      { seeds: [1, 2], variations: [{}, { batch: 256 }, { toggle: {} }] },
      'variations[2]: It repeats the runs of variations[0].',
    ],
  ])('is refused as %j', (spec, message) => {
    expect(() => list(spec)).toThrow(SpecError)
    expect(() => list(spec)).toThrow(message)
  })

  it('is refused if it is not JSON', () => {
    expect(() => readSpec('{"seeds": [1],')).toThrow('It is not JSON')
  })
})

describe('runsOf', () => {
  const runs = list(SWEEP)

  it('lists every variation of every seed, seed by seed', () => {
    expect(runs.map(({ seed }) => seed)).toEqual([7, 7, 7, 3, 3, 3])
    expect(runs.map(({ recipe }) => recipe.batchSize)).toEqual([512, 256, 512, 512, 256, 512])
    expect(runs[1].recipe.optimiser.momentum).toBe(0.8)
    expect(runs[2].choice.toggles).toEqual({ cutout: false, labelSmoothing: true })
    for (const { recipe, choice, trainImages } of runs) {
      expect(resolveRecipe(choice)).toEqual(recipe)
      expect(recipe.augmentation.cutout).toBe(0)
      expect(recipe.length.count).toBe(12)
      expect(trainImages).toBe(500)
    }
  })

  it('gives each run a unique name that does not depend on the rest of the file', () => {
    expect(new Set(runs.map(({ name }) => name)).size).toBe(6)
    const { seeds, variations, ...rest } = SWEEP
    const other = list({
      variations: [variations[1], variations[0]],
      ...rest,
      seeds: [1, ...seeds],
    })
    expect(other[2].name).toBe(runs[1].name)
    expect(other[3].name).toBe(runs[0].name)
  })

  it.each([
    { seeds: [8] },
    { train: 501 },
    { test: 100 },
    { data: 'sample' },
    { engine: 'tfjs' },
    { width: 0.5 },
  ])('gives a run another name with %j', (change) => {
    const [{ name }] = list({ ...SWEEP, ...change })
    expect(name).not.toBe(runs[0].name)
  })

  // A changed name would make a sweep repeat finished runs.
  it('keeps the names of runs stable', () => {
    expect(list({ seeds: [7], recipe: 'page-79', train: 500 }).map(({ name }) => name)).toEqual([
      'page-79-seed-7-6b220c60faa2d40f',
    ])
  })
})

it('prints each run with its shard', () => {
  const lines = runTable(list(SWEEP), 4).trim().split('\n')
  expect(lines.map((line) => line.split('\t')[0])).toEqual([
    '1/4',
    '2/4',
    '3/4',
    '4/4',
    '1/4',
    '2/4',
  ])
  expect(lines[4]).toMatch(/^1\/4\tseed 3\tpage-79-seed-3-[0-9a-f]{16}\t.*batch size 256/)
})

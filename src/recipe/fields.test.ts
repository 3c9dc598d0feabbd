import { expect, it } from 'vitest'
import { FIELDS, fieldLabel, fieldValue, fieldWords } from './fields.ts'
import { RecipeSchema } from './schema.ts'

interface Leaf {
  readonly path: string
  /** The words that a picklist or literal allows. */
  readonly options: readonly string[]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Every path of a valibot schema, its parts included. */
function pathsOf(schema: unknown, path = ''): Leaf[] {
  if (!isRecord(schema)) return []
  if (schema.wrapped !== undefined) return pathsOf(schema.wrapped, path)
  if (Array.isArray(schema.pipe) && schema.pipe[0] !== schema) return pathsOf(schema.pipe[0], path)
  const here = path === '' ? [] : [{ path, options: wordsOf(schema) }]
  if (schema.type === 'variant' && Array.isArray(schema.options)) {
    return [...here, ...schema.options.flatMap((option) => pathsOf(option, path))]
  }
  if (!isRecord(schema.entries)) return here
  const inside = Object.entries(schema.entries).flatMap(([name, entry]) =>
    pathsOf(entry, path === '' ? name : `${path}.${name}`),
  )
  return [...here, ...inside]
}

function wordsOf(schema: Record<string, unknown>): string[] {
  const allowed = schema.type === 'literal' ? [schema.literal] : schema.options
  return Array.isArray(allowed) ? allowed.filter((each) => typeof each === 'string') : []
}

const LEAVES = pathsOf(RecipeSchema)

it('label every field of the schema, and nothing else', () => {
  const paths = new Set(LEAVES.map(({ path }) => path))
  expect(paths.size).toBeGreaterThan(80)
  expect([...paths].sort()).toEqual(Object.keys(FIELDS).sort())
  for (const path of paths) expect(fieldLabel(path)).toMatch(/^[\p{L}][^.]*$/u)
})

it('have words for every value that the schema allows', () => {
  const words = LEAVES.flatMap(({ path, options }) => options.map((option) => ({ path, option })))
  expect(words.length).toBeGreaterThan(40)
  const known = (path: string) => Object.entries(FIELDS).find(([name]) => name === path)?.[1]
  expect(words.filter(({ path, option }) => known(path)?.values?.[option] === undefined)).toEqual(
    [],
  )
})

it.each([
  ['network.norm.kind', 'none', 'off'],
  ['augmentation.cutout', 8, '8\u00a0px'],
  ['augmentation.cutout', 0, 'off'],
  ['augmentation.jitter', { brightness: 0.1, contrast: 0.1 }, 'on'],
  ['augmentation.sides', [{ fromEpoch: 3, side: 28 }], '28\u00a0px from epoch 3'],
  ['network.residuals', [1, 3], '1, 3'],
  ['network.residuals', [], 'none'],
  ['network.headBias', false, 'off'],
  ['network.whitening.images', 10_000, '10,000'],
  ['optimiser.normBiasRate', 64, '64×'],
  [
    'schedule.knots',
    [
      [0, 0],
      [5, 0.4],
      [24, 0],
    ],
    '0 to 0.4 to 0',
  ],
  ['averaging.rho', undefined, 'none'],
])('%s of %j reads %s', (path, value, words) => {
  expect(fieldValue(path, value)).toBe(words)
})

it('name a field with its value, and a schedule by its peak', () => {
  expect(fieldWords('batchSize', 256)).toBe('batch size 256')
  expect(
    fieldWords('schedule.knots', [
      [0, 0.1],
      [1, 0.6],
    ]),
  ).toBe('peak learning rate 0.6')
})

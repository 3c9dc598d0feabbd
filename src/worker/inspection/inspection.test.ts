import { describe, expect, it, vi } from 'vitest'
import * as v from 'valibot'
import { CIFAR10_NORMALISATION, IMAGE_BYTES } from '../../data/records.ts'
import { allocateRecords } from '../../data/split.ts'
import { PLAIN_VIEW, type SeenImages, type View } from '../../engine/engine.ts'
import { computeWhitening } from '../../model/initialisation/whitening.ts'
import { randomWords } from '../../random/stream.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { ScriptedEngine } from '../../trainer/testing/scripted-engine.ts'
import { inspect, type InspectedNetwork } from './inspection.ts'
import { InspectionSchema } from './inspection-protocol.ts'

const VIEWS: View[] = [{ ...PLAIN_VIEW, mirrored: true }]

function subjectOf(preset = 'page-10') {
  const calls: { images: SeenImages; views: readonly View[]; weights: string }[] = []
  const engine = new ScriptedEngine(() => 1)
  engine.logits = async (images, views, weights) => {
    calls.push({ images, views, weights })
    return new Float32Array(10)
  }
  const splits = { train: allocateRecords(2000), test: allocateRecords(4) }
  splits.test.labels.set([4, 5, 6, 7])
  const subject: InspectedNetwork = { engine, recipe: presetNamed(preset).recipe, seed: 1, splits }
  return { subject, engine, calls, splits }
}

describe('inspect', () => {
  it('predicts pictures, with the best weights if requested', async () => {
    const { subject, calls } = subjectOf()
    const pixels = new Uint8Array(2 * IMAGE_BYTES).fill(3)
    await inspect(subject, 0, { what: 'predict', pixels, views: VIEWS, weights: 'best' })
    await inspect(subject, 0, { what: 'predict', pixels, views: VIEWS, weights: 'live' })
    expect(calls).toMatchObject([
      { images: { others: { count: 2, pixels } }, views: VIEWS, weights: 'average' },
      { weights: 'live' },
    ])
    const withoutAverage = subjectOf('page-79')
    await inspect(withoutAverage.subject, 0, {
      what: 'predict',
      pixels,
      views: VIEWS,
      weights: 'best',
    })
    expect(withoutAverage.calls[0].weights).toBe('live')
  })

  it('returns the filters of a layer, with eigenvalues for whitening filters', async () => {
    const { subject, engine, splits } = subjectOf()
    const noise = randomWords(1, 'pixels', 0, splits.train.pixels.length)
    splits.train.pixels.set(Uint8Array.from(noise, (word) => word >>> 24))
    const whitening = computeWhitening(splits.train, {
      kernel: 3,
      epsilon: 1e-2,
      images: 10,
      normalisation: CIFAR10_NORMALISATION,
    })
    const head = new Float32Array(5120).fill(2)
    const tensors = { 'weights/whitening.weight': whitening, 'weights/head.weight': head }
    engine.snapshot = async () => ({ step: 0, writer: '', tensors })
    const filters = await inspect(subject, 0, { what: 'weights', layer: 'whitening' })
    expect(filters).toMatchObject({ shape: [3, 3, 3, 27], values: whitening })
    const eigenvalues = 'eigenvalues' in filters ? filters.eigenvalues : null
    expect(eigenvalues).toHaveLength(27)
    expect([...(eigenvalues ?? [])].every((value) => value > 0)).toBe(true)
    const linear = await inspect(subject, 0, { what: 'weights', layer: 'head' })
    expect(linear).toMatchObject({ shape: [512, 10], values: head, eigenvalues: null })
    await expect(inspect(subject, 0, { what: 'weights', layer: 'prep.norm' })).rejects.toThrow(
      'no layer "prep.norm" with weights',
    )
  })

  it('inspects the initial weights, and restores the current ones', async () => {
    const { subject, engine } = subjectOf()
    const calls: string[] = []
    engine.snapshot = async () => ({ step: 7, writer: '', tensors: {} })
    const drawn = vi.spyOn(engine, 'init')
    engine.activations = () => {
      calls.push('activations')
      return Promise.reject(new Error('Lost.'))
    }
    engine.restore = async ({ step }) => void calls.push(`restore ${step}`)
    await expect(inspect(subject, 7, { what: 'activations', weights: 'start' })).rejects.toThrow(
      'Lost.',
    )
    expect(drawn).toHaveBeenCalledWith(1)
    expect(calls).toEqual(['activations', 'restore 7'])
  })

  it('reports measurements that the engine does not support', async () => {
    const { subject } = subjectOf()
    const unavailable = { unavailable: 'It computes nothing.' }
    expect(await inspect(subject, 0, { what: 'profile' })).toEqual({
      what: 'profile',
      profile: unavailable,
    })
    expect(await inspect(subject, 0, { what: 'activations', weights: 'now' })).toEqual({
      what: 'activations',
      layers: unavailable,
    })
  })
})

describe('InspectionSchema', () => {
  const predict = { what: 'predict', views: VIEWS, weights: 'best' }

  it.each([
    ['no picture', { ...predict, pixels: new Uint8Array(0) }],
    ['part of a picture', { ...predict, pixels: new Uint8Array(100) }],
    ['too many pictures', { ...predict, pixels: new Uint8Array(65 * IMAGE_BYTES) }],
    ['no views', { ...predict, pixels: new Uint8Array(IMAGE_BYTES), views: [] }],
    [
      'a shift too far',
      {
        ...predict,
        pixels: new Uint8Array(IMAGE_BYTES),
        views: [{ ...PLAIN_VIEW, shiftX: 16 }],
      },
    ],
    ['something unknown', { what: 'dreams' }],
  ])('rejects %s', (_, value) => {
    expect(v.safeParse(InspectionSchema, value).success).toBe(false)
  })

  it('accepts a picture', () => {
    const value = { ...predict, pixels: new Uint8Array(IMAGE_BYTES) }
    expect(v.parse(InspectionSchema, value)).toEqual(value)
  })
})

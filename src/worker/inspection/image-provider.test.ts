import { describe, expect, it } from 'vitest'
import { readSample } from '../../data/node/sample.ts'
import { madeImages } from '../../engine/batch/augment.ts'
import type { Engine, EngineSpec } from '../../engine/engine.ts'
import { presetChoice } from '../../recipe/choice.ts'
import { ScriptedEngine } from '../../trainer/testing/scripted-engine.ts'
import { ImageProvider } from './image-provider.ts'
import type { PreviewRequest } from '../protocol.ts'

const splits = await readSample()

const REQUEST: PreviewRequest = {
  choice: presetChoice('page-79'),
  seed: 1,
  dataset: 'sample',
  engine: 'wgsl',
  records: [4, 11],
  epoch: 3,
}

/** A provider and the calls that it makes. */
function open({ isComplete = true } = {}) {
  const calls: string[] = []
  const load = (what: string) => {
    calls.push(what)
    return Promise.resolve(splits)
  }
  const create = async (name: string, { normalisation }: EngineSpec) => {
    calls.push(`create ${name}`)
    const engine = new ScriptedEngine(() => 1)
    return Object.assign(engine, {
      load: async (split: string) => void calls.push(`load ${split}`),
      preview: async (...[draws, count]: Parameters<Engine['preview']>) => {
        calls.push('preview')
        return madeImages(splits.train, draws, count, normalisation)
      },
      dispose: () => void calls.push('dispose'),
    })
  }
  const provider = new ImageProvider({
    data: {
      isComplete,
      full: () => load('full'),
      sample: () => load('sample'),
    },
    engines: {
      create,
    },
  })
  return { provider, calls }
}

describe('ImageProvider', () => {
  it('creates one engine and loads one data set for all previews', async () => {
    const { provider, calls } = open()
    const first = await provider.preview(REQUEST, { running: false })
    expect(first).toMatchObject({ type: 'preview', request: REQUEST })
    await provider.preview({ ...REQUEST, epoch: 4 }, { running: false })
    expect(calls).toEqual(['sample', 'create wgsl', 'load train', 'preview', 'preview'])
  })

  it('makes the same images on the CPU while a run uses the GPU', async () => {
    const { provider, calls } = open()
    const made = await provider.preview(REQUEST, { running: true })
    expect(calls).toEqual(['sample'])
    expect(made).toEqual(await provider.preview(REQUEST, { running: false }))
  })

  it('frees its engine and images on release, and when another data set is requested', async () => {
    const { provider, calls } = open()
    await provider.preview(REQUEST, { running: false })
    calls.splice(0)
    await provider.preview({ ...REQUEST, engine: 'tfjs' }, { running: false })
    expect(calls).toEqual(['dispose', 'create tfjs', 'load train', 'preview'])
    calls.splice(0)
    await provider.release()
    await provider.facts('sample')
    expect(calls).toEqual(['dispose', 'sample'])
  })

  it('uses another engine after a failure', async () => {
    const { provider, calls } = open()
    const absent = provider.preview({ ...REQUEST, records: [5000] }, { running: false })
    await expect(absent).rejects.toThrow(/no training image 5000/)
    expect(calls.at(-1)).toBe('dispose')
    await provider.preview(REQUEST, { running: false })
    expect(calls.filter((call) => call === 'create wgsl')).toHaveLength(2)
  })

  it('never downloads the full set, and still works afterwards', async () => {
    const { provider, calls } = open({ isComplete: false })
    const request = { ...REQUEST, dataset: 'full' } as const
    await expect(provider.preview(request, { running: false })).rejects.toThrow(
      /not downloaded yet/,
    )
    await expect(provider.facts('full')).rejects.toThrow(/not downloaded yet/)
    expect(calls).toEqual([])
    expect(await provider.preview(REQUEST, { running: true })).toMatchObject({ type: 'preview' })
  })

  it('returns facts, and images of a class', async () => {
    const { provider, calls } = open()
    const facts = await provider.facts('full')
    expect(facts).toMatchObject({ type: 'facts', dataset: 'full' })
    const thumbnails = await provider.thumbnails('full', 6, 3)
    expect(thumbnails).toMatchObject({ type: 'thumbnails', label: 6, records: { length: 3 } })
    expect(calls).toEqual(['full'])
  })
})

import { describe, expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import type { Command, ImagesRequest, PreviewRequest, WorkerEvent } from '../../worker/protocol.ts'
import { Gallery, imagesKey, previewKey } from './gallery.ts'

const REQUEST: PreviewRequest = {
  choice: presetChoice('page-10'),
  seed: 1,
  dataset: 'sample',
  engine: 'wgsl',
  records: [3, 4],
  epoch: 2,
}

const FACTS = {
  train: [1],
  test: [1],
  pixels: { mean: [1, 2, 3], deviation: [1, 1, 1] },
} as const

function open() {
  const commands: Command[] = []
  let emit: (event: WorkerEvent) => void = () => {}
  const gallery = new Gallery({
    post: (command) => void commands.push(command),
    subscribe(listener) {
      emit = listener
      return () => {}
    },
  })
  return { gallery, commands, emit: (event: WorkerEvent) => emit(event) }
}

describe('Gallery', () => {
  it('requests a data set once, and ignores events of another', () => {
    const { gallery, commands, emit } = open()
    gallery.show('sample', 2, 4)
    gallery.show('sample', 2, 4)
    expect(commands.map(({ type }) => type)).toEqual(['facts', 'thumbnails', 'thumbnails'])
    emit({ type: 'facts', dataset: 'full', facts: FACTS })
    expect(gallery.store.getState().facts).toBeNull()
    emit({ type: 'facts', dataset: 'sample', facts: FACTS })
    const images = { records: [7], pixels: new Uint8ClampedArray(3072) }
    emit({ type: 'thumbnails', dataset: 'sample', label: 1, ...images })
    expect(gallery.store.getState()).toMatchObject({ facts: FACTS })
    expect(gallery.store.getState().classes.get(1)).toEqual(images)
    gallery.show('full', 2, 4)
    expect(gallery.store.getState()).toMatchObject({ dataset: 'full', facts: null })
  })

  it('asks for images by their numbers once', () => {
    const { gallery, commands, emit } = open()
    const request: ImagesRequest = { dataset: 'sample', split: 'test', records: [7, 2] }
    gallery.images(request)
    gallery.images({ ...request })
    expect(commands).toEqual([{ type: 'images', ...request }])
    const images = { labels: [3, 5], pixels: new Uint8ClampedArray(2 * 3072) }
    emit({ type: 'images', request, ...images })
    expect(gallery.store.getState().images.get(imagesKey(request))).toEqual(images)
  })

  it('finds a preview whatever the order of its request’s fields', () => {
    const { gallery, commands, emit } = open()
    gallery.preview(REQUEST)
    gallery.preview(REQUEST)
    expect(commands).toHaveLength(1)
    const { epoch, records, engine, ...rest } = REQUEST
    const request = { epoch, engine, records, ...rest }
    emit({ type: 'preview', request, images: [] })
    expect(gallery.store.getState().previews.get(previewKey(REQUEST))).toEqual([])
  })
})

import type { DatasetName } from '../../data/datasets.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DatasetFacts, LabelledImages, Thumbnails } from '../../data/facts/facts.ts'
import type { AugmentedImage } from '../../trainer/evaluation/preview.ts'
import type { WorkerClient } from '../../worker/client.ts'
import type { ImagesRequest, PreviewRequest } from '../../worker/protocol.ts'

export interface GalleryState {
  readonly dataset: DatasetName | null
  readonly facts: DatasetFacts | null
  /** The first images of each class, by its index. */
  readonly classes: ReadonlyMap<number, Thumbnails>
  /** Augmented images by `previewKey` of what was requested. */
  readonly previews: ReadonlyMap<string, readonly AugmentedImage[]>
  /** Images by `imagesKey` of what was requested, of any data set. */
  readonly images: ReadonlyMap<string, LabelledImages>
}

/** The same for requests that show the same. */
export function previewKey({
  choice,
  seed,
  dataset,
  engine,
  records,
  epoch,
}: PreviewRequest): string {
  const { preset, toggles, retunes, overrides } = choice
  const changes = [inOrder(toggles), retunes, inOrder(overrides)]
  return JSON.stringify([preset, changes, seed, dataset, engine, records, epoch])
}

export const imagesKey = ({ dataset, split, records }: ImagesRequest): string =>
  `${dataset} ${split} ${records.join(' ')}`

const inOrder = (fields: Readonly<Record<string, unknown>>) =>
  Object.keys(fields)
    .sort()
    .map((name) => [name, fields[name]])

const NO_IMAGES: GalleryState['images'] = new Map()

const EMPTY = { facts: null, classes: new Map(), previews: new Map() }

/** Cached previews and sets of images; older ones are requested again. */
const MOST_REMEMBERED = 200

/** Images of the data set for the page, fetched from the worker once each. */
export class Gallery {
  readonly store: StoreApi<GalleryState>
  readonly #client: WorkerClient
  readonly #requested = new Set<string>()

  constructor(client: WorkerClient) {
    this.#client = client
    this.store = createStore<GalleryState>(() => ({ dataset: null, images: NO_IMAGES, ...EMPTY }))
    client.subscribe((event) => {
      const { dataset, classes, previews, images } = this.store.getState()
      if (event.type === 'preview') {
        const key = previewKey(event.request)
        this.store.setState({ previews: this.#with(previews, key, event.images) })
      }
      if (event.type === 'images') {
        const { request, labels, pixels } = event
        const shown = this.#with(images, imagesKey(request), { labels, pixels })
        this.store.setState({ images: shown })
      }
      if (!('dataset' in event) || event.dataset !== dataset) return
      if (event.type === 'facts') this.store.setState({ facts: event.facts })
      if (event.type !== 'thumbnails') return
      const { label, records, pixels } = event
      this.store.setState({ classes: new Map(classes).set(label, { records, pixels }) })
    })
  }

  /** Selects a data set: loads its facts, and the first `most` images of every class. */
  show(dataset: DatasetName, classes: number, most: number): void {
    if (this.store.getState().dataset === dataset) return
    this.#requested.clear()
    this.store.setState({ dataset, ...EMPTY })
    this.#client.post({ type: 'facts', dataset })
    for (let label = 0; label < classes; label++) {
      this.#client.post({ type: 'thumbnails', dataset, label, most })
    }
  }

  /** Requests augmented images, unless loaded or requested. */
  preview(request: PreviewRequest): void {
    const key = previewKey(request)
    if (this.#requested.has(key)) return
    this.#requested.add(key)
    this.#client.post({ type: 'preview', ...request })
  }

  /** Requests images by index, unless loaded or requested. */
  images(request: ImagesRequest): void {
    const key = imagesKey(request)
    if (this.#requested.has(key)) return
    this.#requested.add(key)
    this.#client.post({ type: 'images', ...request })
  }

  /** `known` with one more entry, without the oldest if there are too many. */
  #with<V>(known: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
    const all = new Map(known).set(key, value)
    const [oldest] = all.keys()
    if (all.size > MOST_REMEMBERED) {
      all.delete(oldest)
      this.#requested.delete(oldest)
    }
    return all
  }
}

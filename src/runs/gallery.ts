import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DatasetFacts, Thumbnails } from '../data/facts.ts'
import type { DatasetName } from '../data/status.ts'
import type { AugmentedImage } from '../trainer/preview.ts'
import type { WorkerClient } from '../worker/client.ts'
import type { PreviewRequest } from '../worker/protocol.ts'

export interface GalleryState {
  readonly dataset: DatasetName | null
  readonly facts: DatasetFacts | null
  /** The first images of each class, by its index. */
  readonly classes: ReadonlyMap<number, Thumbnails>
  /** Augmented images by `previewKey` of what was asked. */
  readonly previews: ReadonlyMap<string, readonly AugmentedImage[]>
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

const inOrder = (fields: Readonly<Record<string, unknown>>) =>
  Object.keys(fields)
    .sort()
    .map((name) => [name, fields[name]])

const EMPTY = { facts: null, classes: new Map(), previews: new Map() }

/** Previews that are remembered; older ones are asked for again. */
const MOST_PREVIEWS = 200

/** Images of the data set for the page, fetched from the worker once each. */
export class Gallery {
  readonly store: StoreApi<GalleryState>
  readonly #client: WorkerClient
  readonly #asked = new Set<string>()

  constructor(client: WorkerClient) {
    this.#client = client
    this.store = createStore<GalleryState>(() => ({ dataset: null, ...EMPTY }))
    client.subscribe((event) => {
      if (event.type === 'preview') this.#takePreview(previewKey(event.request), event.images)
      const { dataset, classes } = this.store.getState()
      if (!('dataset' in event) || event.dataset !== dataset) return
      if (event.type === 'facts') this.store.setState({ facts: event.facts })
      if (event.type !== 'thumbnails') return
      const { label, records, pixels } = event
      this.store.setState({ classes: new Map(classes).set(label, { records, pixels }) })
    })
  }

  /** Shows a data set from now on: its facts, and the first `most` images of every class. */
  show(dataset: DatasetName, classes: number, most: number): void {
    if (this.store.getState().dataset === dataset) return
    this.#asked.clear()
    this.store.setState({ dataset, ...EMPTY })
    this.#client.post({ type: 'facts', dataset })
    for (let label = 0; label < classes; label++) {
      this.#client.post({ type: 'thumbnails', dataset, label, most })
    }
  }

  /** Asks for augmented images, unless they are here or on their way. */
  preview(request: PreviewRequest): void {
    const key = previewKey(request)
    if (this.#asked.has(key)) return
    this.#asked.add(key)
    this.#client.post({ type: 'preview', ...request })
  }

  #takePreview(key: string, images: readonly AugmentedImage[]): void {
    const previews = new Map(this.store.getState().previews).set(key, images)
    const [oldest] = previews.keys()
    if (previews.size > MOST_PREVIEWS) {
      previews.delete(oldest)
      this.#asked.delete(oldest)
    }
    this.store.setState({ previews })
  }
}

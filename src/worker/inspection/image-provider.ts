import type { DatasetName } from '../../data/datasets.ts'
import type { Splits } from '../../data/split.ts'
import { datasetFacts, imagesOf, thumbnailsOf } from '../../data/facts/facts.ts'
import { madeImages } from '../../engine/batch/augment.ts'
import type { Engine } from '../../engine/engine.ts'
import { resolveRecipe } from '../../recipe/choice.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { normalisationOf } from '../../trainer/schedule/normalisation.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { previewImages, type PreviewOptions } from '../../trainer/evaluation/preview.ts'
import type { ImagesRequest, PreviewRequest, WorkerEvent } from '../protocol.ts'
import type { SessionData, SessionEngines } from '../session-options.ts'

/** Images that the engine gathers at once. */
const BATCH = 32

export interface ImageProviderOptions {
  readonly data: Pick<SessionData, 'isComplete' | 'full' | 'sample'>
  readonly engines: Pick<SessionEngines, 'create'>
}

interface OpenEngine {
  readonly engine: Engine
  readonly name: PreviewRequest['engine']
  readonly train: Splits['train']
  readonly normalisation: Recipe['normalisation']
}

/**
 * Provides images of a data set, plain and as a run augments them. Caches loaded images until `release`, and uses an
 * engine with a minimal network, only to gather.
 */
export class ImageProvider {
  readonly #options: ImageProviderOptions
  #splits: { readonly name: DatasetName; readonly splits: Promise<Splits> } | null = null
  #open: OpenEngine | null = null
  /** Serialises requests: an engine serves one at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: ImageProviderOptions) {
    this.#options = options
  }

  async facts(dataset: DatasetName): Promise<WorkerEvent> {
    return { type: 'facts', dataset, facts: datasetFacts(await this.#load(dataset)) }
  }

  async thumbnails(dataset: DatasetName, label: number, most: number): Promise<WorkerEvent> {
    const { train } = await this.#load(dataset)
    return { type: 'thumbnails', dataset, label, ...thumbnailsOf(train, label, most) }
  }

  /** Throws a RangeError if an index is out of range. */
  async images(request: ImagesRequest): Promise<WorkerEvent> {
    const { dataset, split, records } = request
    const images = imagesOf((await this.#load(dataset))[split], records)
    return { type: 'images', request, ...images }
  }

  /** Augmented images; made on the CPU, with the same bits, while a run uses the GPU. */
  preview(
    request: PreviewRequest,
    { running }: { readonly running: boolean },
  ): Promise<WorkerEvent> {
    return this.#inTurn(async () => {
      const { choice, seed, dataset, records, epoch } = request
      const recipe = resolveRecipe(choice)
      const { train } = await this.#load(dataset)
      const normalisation = normalisationOf(recipe, train)
      const processor: PreviewOptions['engine'] = {
        preview: async (draws, count) => madeImages(train, draws, count, normalisation),
      }
      const engine = running ? processor : await this.#engine(request.engine, recipe, train)
      const options = { engine, recipe, seed, train, normalisation }
      try {
        return { type: 'preview', request, images: await previewImages(options, records, epoch) }
      } catch (error) {
        // Its GPU may be lost; the next request gets a new engine.
        this.#close()
        throw error
      }
    })
  }

  /** Frees the engine and the images. */
  release(): Promise<void> {
    return this.#inTurn(async () => {
      this.#close()
      this.#splits = null
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work)
    // The failed request rejects; the next one isn't affected.
    this.#last = done.catch(() => {})
    return done
  }

  /** Throws if the full set would have to be downloaded first; the user hasn't requested that. */
  #load(name: DatasetName): Promise<Splits> {
    if (this.#splits?.name !== name) {
      this.#splits = { name, splits: this.#read(name) }
      this.#splits.splits.catch(() => (this.#splits = null))
    }
    return this.#splits.splits
  }

  async #read(name: DatasetName): Promise<Splits> {
    const { data } = this.#options
    if (name === 'sample') return data.sample()
    const splits = data.isComplete ? await data.full(new AbortController().signal) : null
    if (splits === null) throw new Error('The full data set is not downloaded yet.')
    return splits
  }

  async #engine(
    name: PreviewRequest['engine'],
    { normalisation }: Recipe,
    train: Splits['train'],
  ): Promise<Engine> {
    const open = this.#open
    const fits =
      open !== null &&
      open.name === name &&
      open.train === train &&
      open.normalisation === normalisation
    if (fits) return open.engine
    this.#close()
    const spec = engineSpec({ ...leastRecipe(), normalisation }, train)
    const engine = await this.#options.engines.create(name, spec, {})
    await engine.load('train', train)
    this.#open = { engine, name, train, normalisation }
    return engine
  }

  #close(): void {
    this.#open?.engine.dispose()
    this.#open = null
  }
}

/** A recipe with a small network, because only its images are used. */
function leastRecipe(): Recipe {
  const { recipe } = presetNamed('tiny')
  const network = {
    ...recipe.network,
    family: 'plain',
    channels: [4, 4, 4],
    halvesInput: false,
  } as const
  return { ...recipe, batchSize: BATCH, network }
}

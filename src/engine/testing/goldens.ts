// Loads golden files: steps of PyTorch that every engine must reproduce. tools/pytorch/golden/README.md describes them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import * as v from 'valibot'
import type { Records } from '../../data/records.ts'
import { readSafetensors, type NamedTensor } from '../../model/safetensors.ts'
import { RecipeSchema } from '../../recipe/schema.ts'
import { AugmentationSchema } from '../../recipe/schema/augmentation.ts'
import { ViewsSchema } from '../../recipe/schema/views.ts'
import { FULL_SIDE } from '../../recipe/schedule/sides.ts'
import { DRAW_WORDS, drawAt, NO_JITTER, setDraw } from '../batch/augmentation-draws.ts'

const FORMAT = 'lab94-golden-1'
const OWN_FOLDER = fileURLToPath(new URL('../../../tools/pytorch/golden', import.meta.url))

const RateSchema = v.nullable(
  v.object({
    learningRate: v.number(),
    weightDecay: v.number(),
    rescale: v.exactOptional(v.boolean()),
  }),
)
const ThreeNumbers = v.tuple([v.number(), v.number(), v.number()])
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

const HeadSchema = v.object({
  format: v.literal(FORMAT),
  kind: v.picklist(['training', 'muon', 'draws']),
  name: v.string(),
  tensors: v.string(),
  records: v.optional(v.string()),
})

const TrainingSchema = v.object({
  seed: Count,
  recipe: RecipeSchema,
  layers: v.array(v.looseObject({ kind: v.string() })),
  normalisation: v.object({ mean: ThreeNumbers, deviation: ThreeNumbers }),
  goldenSteps: v.array(Count),
  drift: v.pipe(v.array(v.number()), v.minLength(1)),
  steps: v.array(
    v.object({
      step: Count,
      epoch: Count,
      first: Count,
      // Older files have none: all of their steps use full-size images.
      side: v.optional(Count, FULL_SIDE),
      rates: v.object({
        convWeight: RateSchema,
        headWeight: RateSchema,
        bias: RateSchema,
        normScale: RateSchema,
        normBias: RateSchema,
      }),
      keepAverage: v.nullable(v.number()),
      loss: v.number(),
      correct: Count,
      lossInDouble: v.number(),
    }),
  ),
  evaluations: v.optional(
    v.array(
      v.object({
        weights: v.picklist(['live', 'average']),
        views: ViewsSchema,
        loss: v.number(),
        tensor: v.string(),
      }),
    ),
    [],
  ),
})

const MuonSchema = v.object({
  cases: v.array(v.object({ name: v.string(), decades: v.number() })),
})

const DrawsSchema = v.object({
  epochs: v.array(
    v.object({
      tensor: v.string(),
      augmentation: AugmentationSchema,
      epoch: Count,
      seed: Count,
    }),
  ),
})

const SCHEMAS = { training: TrainingSchema, muon: MuonSchema, draws: DrawsSchema } as const
type Kind = keyof typeof SCHEMAS
type Description<K extends Kind> = v.InferOutput<(typeof SCHEMAS)[K]>

/** One golden file: what its JSON says, and its tensors. */
export class Golden<K extends Kind> {
  readonly name: string
  readonly description: Description<K>
  readonly #tensors: Readonly<Record<string, NamedTensor>>

  constructor(name: string, description: Description<K>, tensors: Record<string, NamedTensor>) {
    this.name = name
    this.description = description
    this.#tensors = tensors
  }

  /** Throws if the file has no such tensor. */
  tensor(key: string): NamedTensor {
    if (!Object.hasOwn(this.#tensors, key)) {
      throw new Error(`The golden file ${this.name} has no tensor "${key}".`)
    }
    return this.#tensors[key]
  }

  floats(key: string): Float32Array {
    return typed(key, this.tensor(key).data, Float32Array)
  }

  bytes(key: string): Uint8Array {
    return typed(key, this.tensor(key).data, Uint8Array)
  }

  words(key: string): Uint32Array {
    return typed(key, this.tensor(key).data, Uint32Array)
  }

  /** An epoch's draws. Files from before jitter have three words per image; they get no jitter. */
  draws(key: string): Uint32Array {
    const words = this.words(key)
    const [images, width] = this.tensor(key).shape
    if (width === DRAW_WORDS) return words
    const widened = { epoch: 0, words: new Uint32Array(DRAW_WORDS * images) }
    for (let i = 0; i < images; i++) {
      widened.words.set(words.subarray(width * i, width * (i + 1)), DRAW_WORDS * i)
      setDraw(widened, i, { ...drawAt(widened, i), jitter: NO_JITTER })
    }
    return widened.words
  }

  /** The tensors whose keys begin with `prefix`, by the rest of the key. */
  under(prefix: string): Record<string, NamedTensor> {
    const entries = Object.entries(this.#tensors)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, tensor]) => [key.slice(prefix.length), tensor] as const)
    return Object.fromEntries(entries)
  }
}

function typed<T>(key: string, data: unknown, type: abstract new (...args: never) => T): T {
  if (!(data instanceof type)) throw new Error(`"${key}" is not of the type ${type.name}.`)
  return data
}

/**
 * The golden files of a kind in `GOLDEN_DIR`, or in the repository's own folder: all, or those named. Throws if there is none,
 * or a named one is missing.
 */
export function loadGoldens<K extends Kind>(kind: K, only?: readonly string[]): Golden<K>[] {
  const folder = process.env['GOLDEN_DIR'] ?? OWN_FOLDER
  const goldens = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name) => loadGolden(folder, name, kind) ?? [])
  if (goldens.length === 0) throw new Error(`There are no golden files of ${kind} in ${folder}.`)
  if (only === undefined) return goldens
  return only.map((name) => {
    const golden = goldens.find((each) => each.name === name)
    if (golden === undefined) throw new Error(`There is no golden file of ${name} in ${folder}.`)
    return golden
  })
}

function loadGolden<K extends Kind>(folder: string, file: string, kind: K): Golden<K> | null {
  const json: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  if (!v.is(v.object({ format: v.literal(FORMAT) }), json)) return null
  const head = parse(HeadSchema, json, file)
  if (head.kind !== kind) return null
  const tensors = {
    ...readTensors(join(folder, head.tensors)),
    ...(head.records === undefined ? {} : readTensors(join(folder, head.records))),
  }
  return new Golden(head.name, parse(SCHEMAS[kind], json, file), tensors)
}

function readTensors(path: string): Record<string, NamedTensor> {
  const content = readFileSync(path)
  return readSafetensors(path.endsWith('.gz') ? gunzipSync(content) : content).tensors
}

function parse<S extends v.GenericSchema>(schema: S, json: unknown, file: string) {
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  throw new Error(`The golden file ${file} is wrong: ${v.summarize(result.issues)}`)
}

/** The training images of a golden run. */
export function goldenRecords(golden: Golden<'training'>): Records {
  const labels = golden.bytes('records/labels')
  return { count: labels.length, labels, pixels: golden.bytes('records/pixels') }
}

/** The state before a step, keys as in snapshot.ts. */
export function goldenState(golden: Golden<'training'>, step: number) {
  const prefix = `state/${step}/`
  const keys = Object.keys(golden.under(prefix))
  if (keys.length === 0) throw new Error(`${golden.name} has no state of step ${step}.`)
  return Object.fromEntries(keys.map((key) => [key, golden.floats(prefix + key)]))
}

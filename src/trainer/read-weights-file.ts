import * as v from 'valibot'
import type { Normalisation } from '../data/records.ts'
import { buildNetwork } from '../model/networks.ts'
import { halfValue } from '../model/half.ts'
import { type NamedTensor, readSafetensors, TensorFileError } from '../model/safetensors.ts'
import { snapshotTensors } from '../engine/snapshot.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { RecipeSchema } from '../recipe/schema.ts'
import { judgedWeights } from './schedule/averages.ts'

/** A trained network with what is needed to use it. */
export interface TrainedNetwork {
  readonly recipe: Recipe
  readonly normalisation: Normalisation
  readonly seed: number
  /** Steps taken. */
  readonly step: number
  readonly writer: string
  /** The judged parameters and running statistics by name; see `snapshotTensors`. */
  readonly tensors: Readonly<Record<string, Float32Array>>
}

const channels = (least: number) =>
  v.pipe(
    v.tuple([v.number(), v.number(), v.number()]),
    v.check((values) => values.every((value) => value >= least && value <= 255)),
  )
const Whole = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))
const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const MetadataSchema = v.object({
  format: v.literal('lab94-weights-1'),
  recipe: v.pipe(v.string(), v.transform(json), RecipeSchema),
  normalisation: v.pipe(
    v.string(),
    v.transform(json),
    v.object({ mean: channels(0), deviation: channels(1e-3) }),
  ),
  seed: Whole,
  step: Whole,
  writer: v.pipe(v.string(), v.maxLength(300)),
})

/**
 * Reads what `weightsFile` wrote, f32 or f16. Throws a TensorFileError if it is damaged, or holds another network than
 * its recipe's.
 */
export function readWeightsFile(bytes: Uint8Array): TrainedNetwork {
  const { tensors, metadata } = readSafetensors(bytes)
  const read = v.safeParse(MetadataSchema, metadata)
  if (!read.success) {
    throw new TensorFileError(`This is not a file of lab94's weights: ${v.summarize(read.issues)}`)
  }
  const { format: _, ...network } = read.output
  const { averaging } = network.recipe
  const layers = buildNetwork(network.recipe.network)
  const averaged = judgedWeights(averaging) === 'average'
  const values: Record<string, Float32Array> = {}
  for (const { key, shape } of snapshotTensors({ layers, averaging: 'none' })) {
    if (key.startsWith('velocity/')) continue
    const average = key.replace('weights/', 'average/')
    const stored = averaged && Object.hasOwn(tensors, average) ? average : key
    if (!Object.hasOwn(tensors, stored)) throw new TensorFileError(`The weights lack "${stored}".`)
    values[key.slice('weights/'.length)] = numbersOf(stored, tensors[stored], shape)
  }
  return { ...network, tensors: values }
}

function numbersOf(name: string, found: NamedTensor, shape: readonly number[]): Float32Array {
  if (found.shape.join() !== shape.join()) {
    throw new TensorFileError(
      `"${name}" is [${found.shape.join(', ')}], not [${shape.join(', ')}].`,
    )
  }
  const { data } = found
  if (!(data instanceof Float32Array || data instanceof Uint16Array)) {
    throw new TensorFileError(`"${name}" is neither f32 nor f16.`)
  }
  const values = data instanceof Float32Array ? data : Float32Array.from(data, halfValue)
  if (!values.every(Number.isFinite))
    throw new TensorFileError(`"${name}" contains a value that is not a number.`)
  return values
}

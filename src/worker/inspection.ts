import { IMAGE_BYTES, type Records } from '../data/records.ts'
import type { Splits } from '../data/split.ts'
import type { Engine, Split, View } from '../engine/engine.ts'
import { INPUT_SHAPE, type ConvLayer, type Layer } from '../model/layers.ts'
import { buildNetwork } from '../model/networks.ts'
import { networkParameters } from '../model/parameters.ts'
import { walkLayers } from '../model/shapes.ts'
import { whiteningEigenvalues } from '../model/whitening.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { runLength } from '../recipe/schedule.ts'
import { Batches } from '../trainer/batches.ts'
import { forgettingCurve } from '../trainer/forgetting.ts'
import { normalisationOf } from '../trainer/normalisation.ts'
import type { Inspection, InspectionResult } from './inspection-protocol.ts'
import { weightsFile } from './weights-file.ts'

/** A trained network, or one in training, with what it trains on. */
export interface Subject {
  readonly engine: Engine
  readonly recipe: Recipe
  readonly seed: number
  readonly splits: Splits
}

/** Looks into a network before its step `step`. Throws where what is asked for is not there. */
export async function inspect(
  subject: Subject,
  step: number,
  asked: Exclude<Inspection, { what: 'logitSteps' }>,
): Promise<InspectionResult> {
  const { engine, splits } = subject
  switch (asked.what) {
    case 'answers': {
      const { split } = asked
      const records = checkedRecords(splits, split, asked.records)
      const logits = await engine.logits({ split, records }, ...lookOf(subject, asked))
      const labels = Uint8Array.from(records, (record) => splits[split].labels[record])
      return { what: 'answers', records, labels, logits }
    }
    case 'predict': {
      const count = asked.pixels.length / IMAGE_BYTES
      const others: Records = { count, labels: new Uint8Array(count), pixels: asked.pixels }
      return {
        what: 'predict',
        logits: await engine.logits({ others }, ...lookOf(subject, asked)),
      }
    }
    case 'weights':
      return weightsOf(subject, asked.layer)
    case 'file':
      return { what: 'file', bytes: await weightsFile(subject, step) }
    case 'activations':
      return { what: 'activations', layers: await activationsOf(subject, step, asked.weights) }
    case 'profile':
      return { what: 'profile', profile: await engine.profile() }
    case 'forgetting': {
      const options = { ...subject, train: splits.train }
      return { what: 'forgetting', points: await forgettingCurve(options, step, asked) }
    }
  }
}

type Look = Extract<Inspection, { what: 'answers' | 'predict' }>

function lookOf(
  { recipe }: Subject,
  { views, weights }: Look,
): [readonly View[], 'live' | 'average'] {
  return [views, weights === 'best' && recipe.averaging.kind !== 'none' ? 'average' : 'live']
}

function checkedRecords(
  splits: Splits,
  split: Split,
  records: readonly number[] | null,
): Uint32Array {
  const { count } = splits[split]
  if (records === null) return Uint32Array.from({ length: count }, (_, i) => i)
  const beyond = records.find((record) => record >= count)
  if (beyond !== undefined) {
    throw new RangeError(`There is no ${split} image ${beyond}; there are ${count}.`)
  }
  return Uint32Array.from(records)
}

async function weightsOf({ engine, recipe }: Subject, layer: string): Promise<InspectionResult> {
  const layers = buildNetwork(recipe.network)
  const name = `${layer}.weight`
  const parameter = networkParameters(layers).find((candidate) => candidate.name === name)
  if (parameter === undefined)
    throw new RangeError(`The network has no layer "${layer}" with weights.`)
  const values = (await engine.snapshot()).tensors[`weights/${name}`]
  const convolution = findConvolution(layers, layer)
  const { network } = recipe
  const epsilon = 'whitening' in network ? (network.whitening?.epsilon ?? null) : null
  const whitened = convolution?.init === 'whitening' && epsilon !== null
  return {
    what: 'weights',
    shape: parameter.shape,
    values,
    eigenvalues: whitened ? whiteningEigenvalues(values, convolution.kernel, epsilon) : null,
  }
}

/** Puts the weights that the run began with in the place of the present ones for a while. */
async function activationsOf(subject: Subject, step: number, weights: 'now' | 'start') {
  const { engine, seed } = subject
  const batch = batchAt(subject, step)
  if (weights === 'now') return engine.activations(batch)
  const now = await engine.snapshot()
  try {
    await engine.init(seed)
    return await engine.activations(batch)
  } finally {
    await engine.restore(now)
  }
}

function findConvolution(layers: readonly Layer[], name: string): ConvLayer | null {
  let found: ConvLayer | null = null
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind === 'conv' && layer.name === name) found = layer
  })
  return found
}

/** The batch of a step, or of the first where the run is over. */
function batchAt({ recipe, seed, splits: { train } }: Subject, step: number) {
  const length = runLength(recipe, train.count)
  const normalisation = normalisationOf(recipe, train)
  const batches = new Batches({ recipe, seed, train, normalisation, length, now: () => 0 })
  return batches.at(step < length.steps ? step : 0)
}

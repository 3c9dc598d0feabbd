import { IMAGE_BYTES, type Records } from '../../data/records.ts'
import type { Splits } from '../../data/split.ts'
import type { Engine } from '../../engine/engine.ts'
import { INPUT_SHAPE, type ConvLayer, type Layer } from '../../model/layers.ts'
import { buildNetwork } from '../../model/networks.ts'
import { networkParameters } from '../../model/parameters.ts'
import { walkLayers } from '../../model/shapes.ts'
import { whiteningEigenvalues } from '../../model/initialisation/whitening.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { judgedWeights } from '../../trainer/schedule/averages.ts'
import { Batches } from '../../trainer/schedule/batches.ts'
import { weightsFile } from '../../trainer/weights-file.ts'
import { normalisationOf } from '../../trainer/schedule/normalisation.ts'
import type { Inspection, InspectionResult } from './inspection-protocol.ts'

/** A network, trained or in training, with its recipe and images. */
export interface InspectedNetwork {
  readonly engine: Engine
  readonly recipe: Recipe
  readonly seed: number
  readonly splits: Splits
}

/** Inspects a network before its step `step`. Throws if the requested part doesn't exist. */
export async function inspect(
  subject: InspectedNetwork,
  step: number,
  inspection: Inspection,
): Promise<InspectionResult> {
  const { engine, recipe } = subject
  switch (inspection.what) {
    case 'predict': {
      const count = inspection.pixels.length / IMAGE_BYTES
      const others: Records = { count, labels: new Uint8Array(count), pixels: inspection.pixels }
      const weights = inspection.weights === 'best' ? judgedWeights(recipe.averaging) : 'live'
      return { what: 'predict', logits: await engine.logits({ others }, inspection.views, weights) }
    }
    case 'weights':
      return weightsOf(subject, inspection.layer)
    case 'file':
      return { what: 'file', bytes: await weightsFile(subject, step) }
    case 'activations':
      return { what: 'activations', layers: await activationsOf(subject, step, inspection.weights) }
    case 'profile':
      return { what: 'profile', profile: await engine.profile() }
  }
}

/** The weight of a layer; `valuesOf` looks up a parameter's values. Throws a RangeError if there is none. */
export function weightsIn(
  recipe: Recipe,
  valuesOf: (name: string) => Float32Array,
  layer: string,
): InspectionResult {
  const layers = buildNetwork(recipe.network)
  const name = `${layer}.weight`
  const parameter = networkParameters(layers).find((candidate) => candidate.name === name)
  if (parameter === undefined)
    throw new RangeError(`The network has no layer "${layer}" with weights.`)
  const values = valuesOf(name)
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

async function weightsOf({ engine, recipe }: InspectedNetwork, layer: string) {
  const { tensors } = await engine.snapshot()
  return weightsIn(recipe, (name) => tensors[`weights/${name}`], layer)
}

/** For the initial weights, restores them temporarily. */
async function activationsOf(subject: InspectedNetwork, step: number, weights: 'now' | 'start') {
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

/** The batch of a step, or of the first step if the run has ended. */
function batchAt({ recipe, seed, splits: { train } }: InspectedNetwork, step: number) {
  const length = runLength(recipe, train.count)
  const normalisation = normalisationOf(recipe, train)
  const batches = new Batches({ recipe, seed, train, normalisation, length, now: () => 0 })
  return batches.at(step < length.steps ? step : 0)
}

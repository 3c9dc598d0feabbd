import type { Records } from '../../../data/records.ts'
import type { ConvLayer, Layer } from '../../../model/layers.ts'
import { INPUT_SHAPE } from '../../../model/layers.ts'
import { initialValues } from '../../../model/initialisation/initialise.ts'
import { walkLayers } from '../../../model/shapes.ts'
import { computeWhitening } from '../../../model/initialisation/whitening.ts'
import type { EngineSpec, Snapshot } from '../../engine.ts'
import { gatherTensor, scatterTensor, type ParameterLayout } from '../plan/parameter-layout.ts'

/** The state that a run resumes from, as laid out in the flat buffers. */
export interface FlatState {
  readonly weights: Float32Array<ArrayBuffer>
  /** Only of elements that a step may change. */
  readonly velocity: Float32Array<ArrayBuffer>
  readonly average: Float32Array<ArrayBuffer> | null
}

type StateSpec = Pick<EngineSpec, 'layers' | 'averaging' | 'whitening' | 'normalisation'>

/** Random weights, whitening from the training images, zero velocities, running statistics of N(0, 1). */
export function initialState(
  spec: StateSpec,
  layout: ParameterLayout,
  seed: number,
  training: Records | null,
): FlatState {
  const weights = new Float32Array(layout.elements)
  for (const parameter of layout.parameters) {
    const values =
      parameter.spec.init === 'whitening'
        ? whiteningFilters(spec, training)
        : initialValues(parameter.spec, seed)
    scatterTensor(parameter, values, weights)
  }
  for (const statistics of layout.statistics) {
    const channels = statistics.shape[1]
    scatterTensor(statistics, new Float32Array(2 * channels).fill(1, channels), weights)
  }
  const average = spec.averaging === 'none' ? null : weights.slice()
  return { weights, velocity: new Float32Array(layout.updated), average }
}

function whiteningFilters(
  { layers, whitening, normalisation }: StateSpec,
  training: Records | null,
): Float32Array {
  const layer = findWhitening(layers)
  if (whitening === null || layer === null || layer.kernel === 1) {
    throw new Error(
      'The network has a whitening layer, but the recipe does not say how to compute it.',
    )
  }
  if (training === null) {
    throw new Error(
      'Whitening needs the training images. Load them before initialising the weights.',
    )
  }
  return computeWhitening(training, { ...whitening, kernel: layer.kernel, normalisation })
}

function findWhitening(layers: readonly Layer[]): ConvLayer | null {
  let found: ConvLayer | null = null
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind === 'conv' && layer.init === 'whitening') found = layer
  })
  return found
}

/** The state's tensors under the names of `snapshotTensors`. */
export function toTensors(layout: ParameterLayout, state: FlatState): Snapshot['tensors'] {
  const tensors: Record<string, Float32Array> = {}
  const { weights, velocity, average } = state
  for (const parameter of layout.parameters) {
    const { name, spec } = parameter
    tensors[`weights/${name}`] = gatherTensor(parameter, weights)
    if (!spec.trainable) continue
    tensors[`velocity/${name}`] = gatherTensor(parameter, velocity)
    if (average) tensors[`average/${name}`] = gatherTensor(parameter, average)
  }
  for (const statistics of layout.statistics) {
    const { name, shape } = statistics
    const spaces = { weights, ...(average ? { average } : {}) }
    for (const [space, flat] of Object.entries(spaces)) {
      const values = gatherTensor(statistics, flat)
      tensors[`${space}/${name}.mean`] = values.slice(0, shape[1])
      tensors[`${space}/${name}.variance`] = values.slice(shape[1])
    }
  }
  return tensors
}

/** The inverse of `toTensors`, for tensors that `checkSnapshot` accepts. */
export function fromTensors(
  { averaging }: Pick<EngineSpec, 'averaging'>,
  layout: ParameterLayout,
  tensors: Snapshot['tensors'],
): FlatState {
  const weights = new Float32Array(layout.elements)
  const velocity = new Float32Array(layout.updated)
  for (const parameter of layout.parameters) {
    const { name, spec } = parameter
    scatterTensor(parameter, tensors[`weights/${name}`], weights)
    if (spec.trainable) scatterTensor(parameter, tensors[`velocity/${name}`], velocity)
  }
  const scatterStatistics = (space: string, flat: Float32Array) => {
    for (const statistics of layout.statistics) {
      const { name } = statistics
      const mean = tensors[`${space}/${name}.mean`]
      const variance = tensors[`${space}/${name}.variance`]
      scatterTensor(statistics, Float32Array.of(...mean, ...variance), flat)
    }
  }
  scatterStatistics('weights', weights)
  if (averaging === 'none') return { weights, velocity, average: null }
  const average = weights.slice()
  for (const parameter of layout.parameters.filter(({ spec }) => spec.trainable)) {
    scatterTensor(parameter, tensors[`average/${parameter.name}`], average)
  }
  scatterStatistics('average', average)
  return { weights, velocity, average }
}

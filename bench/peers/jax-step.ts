import { jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax'
import type { BatchSpec, EngineSpec, GroupRate } from '../../src/engine/engine.ts'
import type { BatchNormLayer } from '../../src/model/layers.ts'
import { INPUT_SHAPE } from '../../src/model/layers.ts'
import { networkParameters } from '../../src/model/parameters.ts'
import { walkLayers } from '../../src/model/shapes.ts'
import { runJaxLayers, type Arrays } from './jax-network.ts'

/** The state between steps; a type, because jax-js does not accept interfaces as trees. */
export type State = {
  weights: Arrays
  velocity: Arrays
  /** Running statistics. */
  running: Arrays
  frozen: Arrays
}

/** A compiled training step. Consumes its arguments; returns the next state and the summed loss. */
export type Step = (state: State, images: np.Array, targets: np.Array) => [State, np.Array]

/** Compiles a step with the rates of `plan`; images are NCHW, targets are probabilities [N, 10]. */
export function jitStep(spec: EngineSpec, rates: BatchSpec['rates']): Step {
  const { layers, optimiser } = spec
  const groupOf = new Map(networkParameters(layers).map(({ name, group }) => [name, group]))
  const rateOf = (name: string): GroupRate | null => {
    const group = groupOf.get(name)
    return group === undefined ? null : rates[group]
  }

  const loss = (
    weights: Arrays,
    frozen: Arrays,
    images: np.Array,
    targets: np.Array,
  ): [np.Array, Arrays] => {
    const statistics: Arrays = {}
    const parameters = { ...weights, ...frozen }
    const logits = runJaxLayers(layers, images, { parameters, statistics })
    return [np.sum(nn.logSoftmax(logits, 1).mul(targets)).neg(), statistics]
  }
  const differentiated = valueAndGrad(loss, { hasAux: true })

  /** PyTorch's SGD or Page's, as in `sgdStep` of the TensorFlow.js engine. */
  const descend = (w: np.Array, v: np.Array, g: np.Array, rate: GroupRate) => {
    const { momentum, nesterov, velocity } = optimiser
    const inside = velocity === 'withRate'
    const decayed = g.add(w.ref.mul(rate.weightDecay))
    const update = inside ? decayed.mul(-rate.learningRate) : decayed
    const next = v.mul(momentum).add(update.ref)
    const direction = nesterov ? update.add(next.ref.mul(momentum)) : next.ref
    if (!nesterov) update.dispose()
    const move = inside ? direction : direction.mul(-rate.learningRate)
    return { weight: w.add(move), velocity: next }
  }

  const momenta = statisticsMomenta(spec)
  return jit((state: State, images: np.Array, targets: np.Array): [State, np.Array] => {
    const { weights, velocity, running, frozen } = state
    const [[value, statistics], gradients] = differentiated(
      tree.ref(weights),
      tree.ref(frozen),
      images,
      targets,
    )
    const after: State = { weights: {}, velocity: {}, running: {}, frozen }
    for (const name of Object.keys(weights)) {
      const rate = rateOf(name)
      if (rate === null) throw new Error(`${name} has no learning rate.`)
      const moved = descend(weights[name], velocity[name], gradients[name], rate)
      after.weights[name] = moved.weight
      after.velocity[name] = moved.velocity
    }
    for (const [name, momentum] of momenta) {
      const change = statistics[name].sub(running[name].ref).mul(momentum)
      after.running[name] = running[name].add(change)
    }
    return [after, value]
  })
}

/** The momentum of every running statistic, by name. */
export function statisticsMomenta({ layers }: Pick<EngineSpec, 'layers'>): Map<string, number> {
  const norms: BatchNormLayer[] = []
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind === 'batchNorm') norms.push(layer)
  })
  return new Map(
    norms.flatMap(({ name, momentum }) => [
      [`${name}.mean`, momentum],
      [`${name}.variance`, momentum],
    ]),
  )
}

import * as tf from '@tensorflow/tfjs'
import { elementCount, networkParameters, type ParameterSpec } from '../../model/parameters.ts'
import type { BatchSpec, EngineSpec } from '../engine.ts'
import { tensorNamed, type Tensors } from './network/network.ts'
import { stepGroup } from './optimiser/optimiser.ts'
import {
  packArrays,
  packTensors,
  statisticsMomentumVector,
  VectorSet,
  vectorLayout,
  type VectorLayout,
} from './optimiser/vectors.ts'

/** A set of vectors, and the prefix of their tensors in a snapshot. */
interface NamedSet {
  readonly prefix: 'weights/' | 'velocity/' | 'average/'
  readonly vectors: VectorSet
  readonly layout: VectorLayout
}

/** Everything that a training step changes, on the current backend: weights, velocities, running statistics, averages. */
export class NetworkState {
  readonly #spec: EngineSpec
  readonly #layout: VectorLayout
  readonly #parameters: readonly ParameterSpec[]
  readonly #momenta: Float32Array
  readonly #live = new VectorSet()
  readonly #velocity = new VectorSet()
  readonly #average = new VectorSet()
  readonly #sets: readonly NamedSet[]
  readonly #frozen = new Map<string, tf.Tensor>()

  constructor(spec: EngineSpec) {
    this.#spec = spec
    this.#layout = vectorLayout(spec.layers)
    this.#parameters = networkParameters(spec.layers)
    this.#momenta = statisticsMomentumVector(spec.layers)
    const weightsOnly = new Map([...this.#layout].filter(([name]) => name !== 'statistics'))
    const sets: readonly NamedSet[] = [
      { prefix: 'weights/', vectors: this.#live, layout: this.#layout },
      { prefix: 'velocity/', vectors: this.#velocity, layout: weightsOnly },
      { prefix: 'average/', vectors: this.#average, layout: this.#layout },
    ]
    this.#sets = sets.filter(({ prefix }) => prefix !== 'average/' || spec.averaging !== 'none')
  }

  /** Resets: these parameters, zero velocities, running means 0 and variances 1, averages equal to the parameters. */
  reset(initial: (parameter: ParameterSpec) => Float32Array): void {
    const start = new Map(this.#parameters.map((p) => [p.name, initial(p)]))
    this.#fill((prefix, name, size) => {
      const values = prefix === 'velocity/' ? undefined : start.get(name)
      return values ?? new Float32Array(size).fill(name.endsWith('.variance') ? 1 : 0)
    })
  }

  /** Parameters that a step with these rates updates; the others need no gradient. */
  moved(rates: BatchSpec['rates']): ParameterSpec[] {
    return this.#parameters.filter((p) => p.trainable && rates[p.group] !== null)
  }

  /** Every parameter and running statistic by name, as new tensors except for frozen parameters. */
  tensors(weights: 'live' | 'average'): Tensors {
    if (weights === 'average' && this.#spec.averaging === 'none') {
      throw new Error('This engine has no averaged weights.')
    }
    const vectors = weights === 'live' ? this.#live : this.#average
    return new Map([...this.#frozen, ...vectors.unpack(this.#layout)])
  }

  /** One step of weights, running statistics and averages, with the gradients of the parameters that `moved` returns. */
  step({ rates, averageDecay }: BatchSpec, gradients: Tensors, statistics: Tensors): void {
    tf.tidy(() => {
      for (const [name, slots] of this.#layout) {
        if (name === 'statistics') {
          const old = this.#live.get(name)
          const batch = packTensors(slots, (slot) => tensorNamed(statistics, slot))
          const change = tf.mul(tf.sub(batch, old), tf.tensor1d(this.#momenta))
          this.#live.set(name, tf.add(old, change))
          continue
        }
        const rate = rates[name]
        if (!rate) continue
        const gradient = packTensors(slots, (slot) => tensorNamed(gradients, slot))
        const old = { weights: this.#live.get(name), velocity: this.#velocity.get(name) }
        const { weights, velocity } = stepGroup(old, gradient, rate, this.#spec.optimiser, {
          group: name,
          slots,
        })
        this.#live.set(name, weights)
        this.#velocity.set(name, velocity)
      }
      if (averageDecay !== null) this.#updateAverage(averageDecay)
    })
  }

  /** average = keep average + (1 - keep) live, running statistics included; lookahead continues from it. */
  #updateAverage(keep: number): void {
    for (const name of this.#layout.keys()) {
      const old = tf.mul(this.#average.get(name), keep)
      const average = tf.add<tf.Tensor1D>(old, tf.mul(this.#live.get(name), 1 - keep))
      this.#average.set(name, average)
      if (this.#spec.averaging === 'lookahead') this.#live.set(name, tf.clone(average))
    }
  }

  /** Copies of all tensors, named as in `snapshotTensors`. */
  async read(): Promise<Record<string, Float32Array>> {
    const frozen = [...this.#frozen].map(async ([name, tensor]) => [
      [`weights/${name}`, await copyOf(tensor)] as const,
    ])
    const trained = this.#sets.flatMap(({ prefix, vectors, layout }) =>
      [...layout].map(async ([vector, slots]) => {
        const values = await copyOf(vectors.get(vector))
        return slots.map(
          ({ name, offset, size }) => [prefix + name, values.slice(offset, offset + size)] as const,
        )
      }),
    )
    return Object.fromEntries((await Promise.all([...frozen, ...trained])).flat())
  }

  /** Restores tensors from `read`, which must have passed `checkSnapshot`. */
  write(tensors: Readonly<Record<string, Float32Array>>): void {
    this.#fill((prefix, name) => tensors[prefix + name])
  }

  /** Sets every tensor. */
  #fill(valuesOf: (prefix: string, name: string, size: number) => Float32Array): void {
    const frozen = this.#parameters
      .filter((p) => !p.trainable)
      .map(({ name, shape }) => ({
        name,
        shape,
        values: valuesOf('weights/', name, elementCount(shape)),
      }))
    const packed = this.#sets.flatMap(({ prefix, vectors, layout }) =>
      [...layout].map(([name, slots]) => ({
        vectors,
        name,
        values: packArrays(slots, (slot) => valuesOf(prefix, slot.name, slot.size)),
      })),
    )
    for (const { vectors, name, values } of packed) vectors.set(name, tf.tensor1d(values))
    for (const { name, shape, values } of frozen) {
      this.#frozen.get(name)?.dispose()
      this.#frozen.set(name, tf.keep(tf.tensor(values.slice(), [...shape])))
    }
  }

  dispose(): void {
    for (const { vectors } of this.#sets) vectors.dispose()
    for (const tensor of this.#frozen.values()) tensor.dispose()
    this.#frozen.clear()
  }
}

/** Copies a tensor's values. It reads a clone, so that the tensor may be replaced meanwhile. */
async function copyOf(tensor: tf.Tensor): Promise<Float32Array> {
  const clone = tf.keep(tf.clone(tensor))
  try {
    return Float32Array.from(await clone.data<'float32'>())
  } finally {
    clone.dispose()
  }
}

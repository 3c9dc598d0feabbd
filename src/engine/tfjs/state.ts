import * as tf from '@tensorflow/tfjs'
import { elementCount, networkParameters, type ParameterSpec } from '../../model/parameters.ts'
import type { BatchPlan, EngineSpec } from '../engine.ts'
import { tensorNamed, type Tensors } from './network.ts'
import { sgdStep } from './sgd.ts'
import {
  packArrays,
  packTensors,
  statisticsMomenta,
  VectorSet,
  vectorLayout,
  type VectorLayout,
} from './vectors.ts'

/** A set of vectors, and what its tensors are called in a snapshot. */
interface NamedSet {
  readonly prefix: '' | 'velocity/' | 'average/'
  readonly vectors: VectorSet
  readonly layout: VectorLayout
}

/** Everything that a training step changes, on the backend in use: weights, velocities, running statistics, averages. */
export class NetworkState {
  readonly #spec: EngineSpec
  readonly #layout: VectorLayout
  readonly #parameters: readonly ParameterSpec[]
  readonly #live = new VectorSet()
  readonly #velocity = new VectorSet()
  readonly #average = new VectorSet()
  readonly #sets: readonly NamedSet[]
  readonly #frozen = new Map<string, tf.Tensor>()

  constructor(spec: EngineSpec) {
    this.#spec = spec
    this.#layout = vectorLayout(spec.layers)
    this.#parameters = networkParameters(spec.layers)
    const weightsOnly = new Map([...this.#layout].filter(([name]) => name !== 'statistics'))
    const sets: readonly NamedSet[] = [
      { prefix: '', vectors: this.#live, layout: this.#layout },
      { prefix: 'velocity/', vectors: this.#velocity, layout: weightsOnly },
      { prefix: 'average/', vectors: this.#average, layout: this.#layout },
    ]
    this.#sets = sets.filter(({ prefix }) => prefix !== 'average/' || spec.averaging !== 'none')
  }

  /** Starts afresh: these parameters, no velocity, running means 0 and variances 1, averages equal to it all. */
  reset(initial: (parameter: ParameterSpec) => Float32Array): void {
    const start = new Map(this.#parameters.map((p) => [p.name, initial(p)]))
    this.#fill((prefix, name, size) => {
      const values = prefix === 'velocity/' ? undefined : start.get(name)
      return values ?? new Float32Array(size).fill(name.endsWith('.variance') ? 1 : 0)
    })
  }

  /** Parameters that a step with these rates moves; the rest need no gradient. */
  moved(rates: BatchPlan['rates']): ParameterSpec[] {
    return this.#parameters.filter((p) => p.trainable && rates[p.group] !== null)
  }

  /** Every parameter and running statistic by name: new tensors, but for the frozen parameters. */
  tensors(weights: 'live' | 'average'): Tensors {
    if (weights === 'average' && this.#spec.averaging === 'none') {
      throw new Error('This engine keeps no averaged weights.')
    }
    const vectors = weights === 'live' ? this.#live : this.#average
    return new Map([...this.#frozen, ...vectors.unpack(this.#layout)])
  }

  /** One step for weights, running statistics and averages, from the gradient of everything `moved`. */
  step({ rates, keepAverage }: BatchPlan, gradients: Tensors, statistics: Tensors): void {
    tf.tidy(() => {
      for (const [name, slots] of this.#layout) {
        if (name === 'statistics') {
          const old = this.#live.get(name)
          const batch = packTensors(slots, (slot) => tensorNamed(statistics, slot))
          const momenta = tf.tensor1d(statisticsMomenta(this.#spec.layers))
          this.#live.set(name, tf.add(old, tf.mul(tf.sub(batch, old), momenta)))
          continue
        }
        const rate = rates[name]
        if (!rate) continue
        const gradient = packTensors(slots, (slot) => tensorNamed(gradients, slot))
        const old = { weights: this.#live.get(name), velocity: this.#velocity.get(name) }
        const { weights, velocity } = sgdStep(old, gradient, rate, this.#spec.optimiser)
        this.#live.set(name, weights)
        this.#velocity.set(name, velocity)
      }
      if (keepAverage !== null) this.#updateAverage(keepAverage)
    })
  }

  /** average = keep average + (1 - keep) live, running statistics included; lookahead goes on from there. */
  #updateAverage(keep: number): void {
    for (const name of this.#layout.keys()) {
      const old = tf.mul(this.#average.get(name), keep)
      const average = tf.add<tf.Tensor1D>(old, tf.mul(this.#live.get(name), 1 - keep))
      this.#average.set(name, average)
      if (this.#spec.averaging === 'lookahead') this.#live.set(name, tf.clone(average))
    }
  }

  /** Copies of all tensors as a snapshot names them: parameters, `NORM.mean`, `NORM.variance`, `velocity/` and `average/` of each. */
  async read(): Promise<Record<string, Float32Array>> {
    const reads: Promise<[string, Float32Array][]>[] = []
    for (const [name, tensor] of this.#frozen) {
      reads.push(copyOf(tensor).then((values) => [[name, values]]))
    }
    for (const { prefix, vectors, layout } of this.#sets) {
      for (const [vector, slots] of layout) {
        const read = copyOf(vectors.get(vector)).then((values) =>
          slots.map(({ name, offset, size }): [string, Float32Array] => [
            prefix + name,
            values.slice(offset, offset + size),
          ]),
        )
        reads.push(read)
      }
    }
    return Object.fromEntries((await Promise.all(reads)).flat())
  }

  /** Takes over what `read` gave. Throws, before anything changes, where a tensor is missing or of another size. */
  write(tensors: Readonly<Record<string, Float32Array>>): void {
    this.#fill((prefix, name, size) => {
      const values: Float32Array | undefined = tensors[prefix + name]
      if (values?.length === size) return values
      const found = values ? `${values.length} values, not ${size}` : 'none'
      throw new Error(
        `The snapshot is of another network: of ${prefix + name} it has ${found}. ` +
          'Restore it with the recipe it was taken from.',
      )
    })
  }

  /** Sets every tensor; nothing changes where `valuesOf` throws. */
  #fill(valuesOf: (prefix: string, name: string, size: number) => Float32Array): void {
    const frozen = this.#parameters
      .filter((p) => !p.trainable)
      .map(({ name, shape }) => ({ name, shape, values: valuesOf('', name, elementCount(shape)) }))
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

/** A tensor's values. A clone is read, so that the tensor may be replaced meanwhile, and nothing is cached with it. */
async function copyOf(tensor: tf.Tensor): Promise<Float32Array> {
  const clone = tf.keep(tf.clone(tensor))
  try {
    return Float32Array.from(await clone.data<'float32'>())
  } finally {
    clone.dispose()
  }
}

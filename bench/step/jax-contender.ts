import { numpy as np, tree } from '@jax-js/jax'
import { IMAGE_BYTES, IMAGE_SIDE, type Records } from '../../src/data/records.ts'
import { normalisedBytes } from '../../src/engine/batch/augment.ts'
import type { EngineSpec } from '../../src/engine/engine.ts'
import { initialValues } from '../../src/model/initialisation/initialise.ts'
import { CLASS_COUNT } from '../../src/model/layers.ts'
import { networkParameters, type ParameterSpec } from '../../src/model/parameters.ts'
import { computeWhitening } from '../../src/model/initialisation/whitening.ts'
import { startJax } from '../peers/jax-device.ts'
import type { Arrays } from '../peers/jax-network.ts'
import { jitStep, statisticsMomenta, type State } from '../peers/jax-step.ts'
import { SEED, type Contender, type Task } from './contender.ts'

/** The same step with jax-js's `jit`. Its batch is prepared in advance; the engines gather and augment theirs. */
export async function jaxContender({ spec, records, plan }: Task): Promise<Contender> {
  const device = await startJax()
  const step = jitStep(spec, plan.rates)
  const batch = { images: normalisedPlanes(records, spec), targets: smoothedTargets(records, spec) }
  let state = initialState(spec, records)
  let loss: np.Array | null = null
  let failure: Error | null = null
  const fail = (error: unknown) => {
    failure ??= error instanceof Error ? error : new Error(String(error))
  }
  device.addEventListener('uncapturederror', ({ error }) => fail(new Error(error.message)))
  return {
    name: 'jax-js',
    engine: 'jax-js',
    precision: 'f32',
    device,
    dataBytes: 0,
    step() {
      loss?.dispose()
      const images = np.array(batch.images).reshape([records.count, 3, IMAGE_SIDE, IMAGE_SIDE])
      const targets = np.array(batch.targets).reshape([records.count, CLASS_COUNT])
      const [after, value] = step(state, images, targets)
      state = after
      loss = value
      // jax-js dispatches only when something waits for a result.
      value.blockUntilReady().catch(fail)
    },
    async loss() {
      const sum: unknown = await loss?.ref.jsAsync()
      if (failure) throw failure
      if (typeof sum !== 'number') throw new Error('There was no step.')
      return sum / records.count
    },
    dispose() {
      loss?.dispose()
      tree.dispose(state)
      loss = null
    },
  }
}

/** Normalised pixels as NCHW. */
function normalisedPlanes({ pixels }: Records, { normalisation }: EngineSpec): Float32Array {
  const values = normalisedBytes(normalisation)
  const plane = IMAGE_BYTES / 3
  return Float32Array.from(pixels, (byte, i) => values[256 * (Math.floor(i / plane) % 3) + byte])
}

function smoothedTargets({ count, labels }: Records, { labelSmoothing }: EngineSpec) {
  const targets = new Float32Array(count * CLASS_COUNT).fill(labelSmoothing / CLASS_COUNT)
  for (let i = 0; i < count; i++) targets[CLASS_COUNT * i + labels[i]] += 1 - labelSmoothing
  return targets
}

function initialState(spec: EngineSpec, records: Records): State {
  const state: State = { weights: {}, velocity: {}, running: {}, frozen: {} }
  for (const parameter of networkParameters(spec.layers)) {
    const { name, trainable } = parameter
    const values = initialArray(parameter, spec, records)
    if (!trainable) {
      state.frozen[name] = values
      continue
    }
    state.velocity[name] = np.zerosLike(values.ref)
    state.weights[name] = values
  }
  for (const name of statisticsMomenta(spec).keys()) {
    state.running[name] = runningStart(name, state)
  }
  return state
}

/** The initial value of a running statistic: mean 0 or variance 1 for every channel. */
function runningStart(name: string, { weights }: { readonly weights: Arrays }): np.Array {
  const bias = weights[`${name.slice(0, name.lastIndexOf('.'))}.bias`].ref
  return name.endsWith('.variance') ? np.onesLike(bias) : np.zerosLike(bias)
}

/** Our engines' initial weights, with convolutions transposed from HWIO to OIHW. */
function initialArray(parameter: ParameterSpec, spec: EngineSpec, records: Records): np.Array {
  const { shape, init } = parameter
  const values = np.array(
    init === 'whitening'
      ? whiteningValues(parameter, spec, records)
      : initialValues(parameter, SEED),
  )
  const shaped = values.reshape([...shape])
  return shape.length === 4 ? np.transpose(shaped, [3, 2, 0, 1]) : shaped
}

function whiteningValues({ shape }: ParameterSpec, spec: EngineSpec, records: Records) {
  const { whitening, normalisation } = spec
  if (!whitening) throw new Error('The recipe has no whitening settings.')
  const kernel = shape[0] === 2 ? 2 : 3
  return computeWhitening(records, { kernel, normalisation, ...whitening })
}

// Where the max pools of a network find their largest values, in either engine: gradients are comparable where they agree.

import * as tf from '@tensorflow/tfjs'
import { IMAGE_SIDE, type Records } from '../../data/records.ts'
import { INPUT_SHAPE, type Layer, type Shape } from '../../model/layers.ts'
import { outputShape } from '../../model/shapes.ts'
import { allocateBatch, makeBatch, normalisedBytes } from '../batch/augment.ts'
import type { OpenDevice } from '../device/device.ts'
import type { BatchSpec, EngineSpec, Snapshot } from '../engine.ts'
import { FailureWatch } from '../failure.ts'
import { snapshotTensors } from '../snapshot.ts'
import { openTfjsBackend } from '../tfjs/backend/backend.ts'
import { runLayers } from '../tfjs/network/network.ts'
import { encodeDispatches } from '../wgsl/runtime/bound-dispatches.ts'
import { buildExecutable } from '../wgsl/build.ts'
import { LoadedData } from '../wgsl/runtime/loaded-data.ts'
import { Readback } from '../wgsl/runtime/readback/readback.ts'
import { Scalars } from '../wgsl/runtime/buffers/scalars.ts'
import { unpackPoolPosition } from '../wgsl/selftest/reference/convolution.ts'
import { poolWindows, unpackPosition } from '../wgsl/selftest/reference/pool.ts'
import { fromTensors } from '../wgsl/runtime/state.ts'
import { ShortTileMemory } from '../wgsl/tuning/tile-memory.ts'

interface Pool {
  readonly size: 2 | 3 | 4
  /** Of what it pools. */
  readonly shape: Shape
  /** The layers up to the pool. */
  readonly before: readonly Layer[]
}

/** Every max pool, in the order in which they are computed. */
function maxPools(layers: readonly Layer[], before: readonly Layer[], input: Shape): Pool[] {
  const pools: Pool[] = []
  let shape = input
  layers.forEach((layer, i) => {
    const prefix = [...before, ...layers.slice(0, i)]
    if (layer.kind === 'maxPool') pools.push({ size: layer.size, shape, before: prefix })
    const branches =
      layer.kind === 'residual'
        ? [layer.shortcut, layer.body]
        : layer.kind === 'concat'
          ? layer.branches
          : []
    for (const branch of branches) pools.push(...maxPools(branch, prefix, shape))
    shape = outputShape(layer, shape)
  })
  return pools
}

export interface PoolsAt {
  readonly opened: OpenDevice
  readonly spec: EngineSpec
  readonly train: Records
  readonly state: Snapshot['tensors']
  readonly plan: BatchSpec
}

/** For every max pool, the position in its window of each output value, as our kernels store them for a step. */
export async function plannedPositions(at: PoolsAt): Promise<number[][]> {
  const { opened, spec, train, state, plan: step } = at
  const { device } = opened
  const failure = new FailureWatch(opened)
  const { executable, pool } = await buildExecutable({
    opened,
    spec,
    failure,
    now: () => 0,
    onProgress: () => {},
    microBatches: 1,
    verifyFor: null,
    tileMemory: new ShortTileMemory(),
  })
  const { plan, persistent } = executable
  const data = new LoadedData({ device, pool, executable })
  await data.load('train', train)
  data.uploadDraws(step.draws)
  device.queue.writeBuffer(persistent.weights, 0, fromTensors(spec, plan.layout, state).weights)
  const scalars = new Scalars(plan.layout, spec.optimiser)
  const { lowCount } = executable.split('train')
  scalars.setPosition({ first: step.first, lowCount, count: 0, augmentation: 0 })
  scalars.write(device.queue, persistent.scalars)

  const pools = maxPools(spec.layers, [], INPUT_SHAPE)
  const found: number[][] = []
  const bound = executable.training(new Set(), IMAGE_SIDE)
  for (const [i, { kernel, refs, phase }] of plan.training[0].dispatches.entries()) {
    if (phase !== 'forward') break
    const encoder = device.createCommandEncoder()
    encodeDispatches(encoder, [bound[i]])
    device.queue.submit([encoder.finish()])
    const binding = kernel.bindings.findIndex(({ name }) => name === 'position')
    const ref = refs[binding]
    if (ref?.kind !== 'tensor') continue
    const { bytes } = kernel.bindings[binding]
    const buffer = executable.slot(ref.tensor)
    const [read] = await failure.race(new Readback(device, pool, [{ buffer, bytes }]).bytes())
    const words = new Uint32Array(read)
    const { size, shape } = pools[found.length]
    const batched = { ...shape, batch: spec.batchSize }
    const inConvolution = kernel.label.startsWith('convForward')
    found.push(
      poolWindows(batched, size).map((_, to) =>
        inConvolution
          ? unpackPoolPosition({ out: shape.channels }, words, to)
          : unpackPosition(batched, size, words, to),
      ),
    )
  }
  failure.stop()
  pool.destroyAll()
  return found
}

/**
 * The same of TensorFlow.js: every position of a window that has its maximum. Ties mostly come from uniform areas of an
 * image, where it doesn't matter which position gets the gradient.
 */
export async function oraclePositions(at: PoolsAt): Promise<number[][][]> {
  const { opened, spec, train, state, plan } = at
  const backend = await openTfjsBackend(opened)
  const batch = allocateBatch(spec.batchSize)
  makeBatch(train, plan.draws, plan.first, normalisedBytes(spec.normalisation), batch)
  const found: number[][][] = []
  for (const { size, shape, before } of maxPools(spec.layers, [], INPUT_SHAPE)) {
    backend.use()
    const x = tf.tidy(() => {
      const tensors = new Map(
        snapshotTensors(spec).flatMap(({ key, shape: sides }) =>
          key.startsWith('weights/')
            ? [[key.slice('weights/'.length), tf.tensor(state[key], [...sides])] as const]
            : [],
        ),
      )
      const images = tf.tensor4d(batch.images, [spec.batchSize, IMAGE_SIDE, IMAGE_SIDE, 3])
      return runLayers(before, images, {
        tensors,
        onStatistics: (_layer, { mean, variance }) => tf.dispose([mean, variance]),
      })
    })
    const values = await x.data()
    x.dispose()
    found.push(
      poolWindows({ ...shape, batch: spec.batchSize }, size).map((window) => {
        const largest = Math.max(...window.map((i) => values[i]))
        return Array.from(window.keys()).filter((element) => values[window[element]] === largest)
      }),
    )
  }
  return found
}

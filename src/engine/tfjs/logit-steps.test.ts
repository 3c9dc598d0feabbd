import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { readSample } from '../../data/node/sample.ts'
import { CIFAR10_NORMALISATION, type Records } from '../../data/records.ts'
import { initialValues } from '../../model/initialise.ts'
import type { Layer } from '../../model/layers.ts'
import { buildNetwork } from '../../model/networks.ts'
import { networkParameters } from '../../model/parameters.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { measureLogitSteps } from './logit-steps.ts'
import { openTestBackend } from './test-backend.ts'

/** Few, and small networks: this runs on TensorFlow.js' processor backend. */
const IMAGES = 4

let records: Records

beforeAll(async () => {
  records = (await readSample()).train
})

function networkWith(kind: 'batch' | 'none'): readonly Layer[] {
  const { network } = presetNamed('tiny').recipe
  const norm = { ...network.norm, kind }
  return buildNetwork({ ...network, family: 'plain', channels: [4], norm })
}

const TARGETS = [3, 8]

async function stepsOf(layers: readonly Layer[], share: number) {
  const tensors = Object.fromEntries(
    networkParameters(layers).map((parameter) => [
      `weights/${parameter.name}`,
      initialValues(parameter, 1),
    ]),
  )
  return measureLogitSteps(await openTestBackend('cpu'), {
    layers,
    snapshot: { tensors },
    normalisation: CIFAR10_NORMALISATION,
    records,
    chosen: Array.from({ length: IMAGES }, (_, i) => i),
    share,
    targets: TARGETS,
  })
}

describe('measureLogitSteps', () => {
  it('names every image once, before and after each step, and keeps no tensor', async () => {
    const { before, after, images } = await stepsOf(networkWith('batch'), 0.01)
    expect(tf.memory().numTensors).toBe(0)
    expect(images).toBe(IMAGES)
    expect(after).toHaveLength(TARGETS.length)
    for (const counts of [before, ...after]) {
      expect(counts).toHaveLength(10)
      expect(counts.reduce((sum, count) => sum + count)).toBe(IMAGES)
    }
  })

  it('wins every image for a class by a long step along its logit', async () => {
    const { before, after } = await stepsOf(networkWith('none'), 0.5)
    TARGETS.forEach((target, i) => {
      expect(after[i][target]).toBe(IMAGES)
      expect(before[target]).toBeLessThan(IMAGES)
    })
  })

  it('moves nothing by a step of no length', async () => {
    const { before, after } = await stepsOf(networkWith('none'), 0)
    for (const counts of after) expect(counts).toEqual(before)
  })
})

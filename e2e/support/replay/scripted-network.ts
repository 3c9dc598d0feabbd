import { readSample } from '../../../src/data/node/sample.ts'
import { CIFAR10_NORMALISATION } from '../../../src/data/records.ts'
import { HISTOGRAM_BINS } from '../../../src/engine/inspection/activations.ts'
import { buildNetwork } from '../../../src/model/networks.ts'
import { INPUT_SHAPE } from '../../../src/model/layers.ts'
import { networkParameters } from '../../../src/model/parameters.ts'
import { walkLayers } from '../../../src/model/shapes.ts'
import {
  computeWhitening,
  whiteningEigenvalues,
} from '../../../src/model/initialisation/whitening.ts'
import { randomWords, wordToUnit } from '../../../src/random/stream.ts'
import { presetChoice, resolveRecipe } from '../../../src/recipe/choice.ts'
import type { RunRequest } from '../../../src/runs/run.ts'
import type { ScriptedNetwork } from './inspected-worker.ts'
import { syntheticRun } from './synthetic-run.ts'

const REQUEST: RunRequest = {
  choice: presetChoice('page-10'),
  seed: 4,
  dataset: 'sample',
  engine: 'wgsl',
}

const noise = (name: string, count: number): number[] =>
  Array.from(randomWords(1, name, 0, count), (word) => wordToUnit(word) - 0.5)

/** Synthetic inspection results of Page's last network. Only the whitening weights are real. */
export async function scriptedNetwork(): Promise<ScriptedNetwork> {
  const recipe = resolveRecipe(REQUEST.choice)
  const layers = buildNetwork(recipe.network)
  const { train } = await readSample()
  const normalisation = CIFAR10_NORMALISATION
  const whitening = computeWhitening(train, {
    kernel: 3,
    epsilon: 0.01,
    images: 100,
    normalisation,
  })
  const convolutions: { name: string; channels: number; flops: number }[] = []
  walkLayers(layers, INPUT_SHAPE, (layer, input, output) => {
    if (layer.kind !== 'conv') return
    const taps = layer.kernel ** 2 * input.channels
    const flops = 6 * 512 * taps * output.height * output.width * output.channels
    convolutions.push({ name: layer.name, channels: output.channels, flops })
  })
  const weightNames = networkParameters(layers)
    .map(({ name }) => name)
    .filter((name) => name.endsWith('.weight'))
  return {
    saved: {
      request: REQUEST,
      step: 90,
      steps: 90,
      epoch: 10,
      savedAt: 0,
    },
    logits: [0, 1, 2, 3, 4, 5].map((view) =>
      noise(`logits ${view}`, 10).map(
        (value, label) => 2 * value + (label === 3 ? 3 - view / 2 : 0),
      ),
    ),
    weights: {
      whitening: {
        shape: [3, 3, 3, 27],
        values: [...whitening],
        eigenvalues: [...whiteningEigenvalues(whitening, 3, 0.01)],
      },
      'prep.conv': { shape: [1, 1, 27, 64], values: noise('prep', 27 * 64), eigenvalues: null },
    },
    activations: {
      start: scriptedActivations(convolutions, 1),
      now: scriptedActivations(convolutions, 1.8),
    },
    profile: {
      precision: 'f32',
      batchSize: 512,
      microBatches: 1,
      kernels: [
        ...convolutions.map(({ name, flops }, i) => ({
          phase: 'forward',
          layer: name,
          kernel: 'convForward',
          milliseconds: (1000 * flops) / (4e12 + 1e12 * (i % 3)),
          flops,
          bytes: 1e7,
        })),
        {
          phase: 'update',
          layer: 'average',
          kernel: 'average',
          milliseconds: 1.2,
          flops: 0,
          bytes: 2e8,
        },
      ],
    },
    peak: { flopsPerSecond: { f32: 8e12, f16: null }, bytesPerSecond: 4e11 },
    run: [
      ...syntheticRun({
        request: REQUEST,
        seconds: 8,
        accuracy: 0.68,
        trainImages: 5000,
        testImages: 1000,
        adapter: 'synthetic run, no GPU',
      })
        .map(({ event }) => event)
        .slice(0, 3),
      { type: 'dynamics', steps: scriptedDynamics(weightNames) },
    ],
  }
}

function scriptedActivations(
  convolutions: readonly { name: string; channels: number }[],
  spread: number,
): ScriptedNetwork['activations']['now'] {
  return convolutions.slice(1).flatMap(({ name, channels }) =>
    (['convolution', 'activation'] as const).map((point) => {
      const shifts = noise(`${name} ${spread}`, channels)
      const counts = shifts.flatMap((shift) =>
        Array.from({ length: HISTOGRAM_BINS }, (_, bin) => {
          const z = (bin - HISTOGRAM_BINS * (0.4 + 0.3 * shift)) / (3 * spread)
          return Math.round(1000 * Math.exp((-z * z) / 2))
        }),
      )
      return {
        layer: name.replace('conv', point === 'activation' ? 'norm' : 'conv'),
        point,
        channels,
        low: point === 'activation' ? -0.3 : -2 * spread,
        high: 3 * spread,
        counts,
        means: shifts,
        deviations: shifts.map((shift) => Math.max(0, spread * (0.5 + shift))),
      }
    }),
  )
}

const scriptedDynamics = (names: readonly string[]) =>
  Array.from({ length: 40 }, (_, i) => ({
    step: 10 * i,
    tensors: names.map((name, n) => ({
      name,
      weightNorm: 6 + n + 4 * (1 - Math.exp(-i / 12)),
      gradientNorm: 30,
      stepNorm: 0.4 * Math.exp(-i / 15) + 0.01,
      gradientWeightCosine: 0.1 * Math.sin(i / 5 + n) * Math.exp(-i / 20),
      gradientCosine: i === 0 ? null : 0.3 * Math.exp(-i / 9) + 0.04 * Math.sin(3 * i + n),
    })),
  }))

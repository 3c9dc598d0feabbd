import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readDataset } from '../../data/node/read-dataset.ts'
import { openTestBackend } from '../../engine/tfjs/testing/backend.ts'
import { createTfjsEngine } from '../../engine/tfjs/engine.ts'
import { createHeadlessEngine, openHeadlessDevice } from '../../headless/device/engines.ts'
import { mostConfidentMistakes } from '../../runs/inspection/mistakes.ts'
import { trainedEngine } from '../evaluation/trained-engine.ts'
import { viewsOf } from '../evaluation/views.ts'
import { readWeightsFile } from '../read-weights-file.ts'
import { readPredictions } from './predictions-file.ts'
import { SHIPPED_NETWORK } from './shipped-network.ts'

const { weights, predictions, testImages, correct } = SHIPPED_NETWORK
const publicFile = (name: string) => readFile(new URL(`../../../public/${name}`, import.meta.url))

describe('the shipped network', () => {
  it('predicts at least 94% of all test images correctly in our own engine, as its f32 weights did', async () => {
    const network = readWeightsFile(await publicFile(weights.file))
    const { test } = await readDataset('full')
    const device = await openHeadlessDevice([])
    const engine = await trainedEngine(
      (spec) => createHeadlessEngine('wgsl', device, spec),
      network,
      250,
    )
    await engine.load('test', test)
    const result = await engine.evaluate('test', viewsOf(network.recipe.views), 'live')
    engine.dispose()
    expect(result.count).toBe(10_000)
    expect(result.correct).toBeGreaterThanOrEqual(9400)
    expect(Math.abs(result.correct - correct.trained)).toBeLessThanOrEqual(5)
    const stored = readPredictions(await publicFile(predictions.file), testImages)
    const differing = stored.predicted.filter(
      (label, i) => label !== result.predictions.predicted[i],
    )
    // Images on the border of two classes, on another adapter.
    expect(differing.length).toBeLessThanOrEqual(5)
  }, 3_600_000)

  it('makes the same mistakes in TensorFlow.js on the CPU, as in a page without WebGPU', async () => {
    const network = readWeightsFile(await publicFile(weights.file))
    const { test } = await readDataset('full')
    const stored = readPredictions(await publicFile(predictions.file), testImages)
    const backend = await openTestBackend('cpu')
    const engine = await trainedEngine((spec) => createTfjsEngine(backend, spec), network, 6)
    await engine.load('test', test)
    const records = Uint32Array.from(mostConfidentMistakes(stored).slice(0, 4))
    const views = viewsOf(network.recipe.views)
    const logits = await engine.logits({ split: 'test', records }, views, 'live')
    engine.dispose()
    records.forEach((record, i) => {
      const row = [...logits.subarray(10 * i, 10 * i + 10)]
      const largest = Math.max(...row)
      const sum = row.reduce((total, logit) => total + Math.exp(logit - largest), 0)
      expect(row.indexOf(largest)).toBe(stored.predicted[record])
      expect(1 / sum).toBeCloseTo(stored.confidences[record], 2)
    })
  })
})

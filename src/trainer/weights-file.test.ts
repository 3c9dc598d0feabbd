import { expect, it } from 'vitest'
import { allocateRecords } from '../data/split.ts'
import { snapshotTensors } from '../engine/snapshot.ts'
import { readSafetensors } from '../model/safetensors.ts'
import { buildNetwork } from '../model/networks.ts'
import { elementCount } from '../model/parameters.ts'
import { presetNamed } from '../recipe/presets.ts'
import { averageOf } from './schedule/averages.ts'
import { ScriptedEngine } from './testing/scripted-engine.ts'
import { scriptedWeights } from './testing/weights.ts'
import { weightsFile } from './weights-file.ts'

it('contains every weight and average by name, and the metadata to use them', async () => {
  const { recipe } = presetNamed('page-10')
  const layers = buildNetwork(recipe.network)
  const all = snapshotTensors({ layers, averaging: averageOf(recipe.averaging) })
  const bytes = await scriptedWeights('page-10')

  const { tensors, metadata } = readSafetensors(bytes)
  const wanted = all.filter(({ key }) => !key.startsWith('velocity/'))
  expect(Object.keys(tensors)).toEqual(wanted.map(({ key }) => key))
  const head = Object.keys(tensors).find((key) => key.startsWith('average/'))
  expect(head).toBeDefined()
  for (const { key, shape } of wanted) {
    expect(tensors[key].shape).toEqual(shape)
    const index = all.findIndex((tensor) => tensor.key === key)
    expect(tensors[key].data[0]).toBe(key.startsWith('average/') ? -index : index)
  }
  expect(metadata).toMatchObject({ seed: '3', step: '7', writer: 'a test' })
  expect(JSON.parse(metadata.recipe)).toEqual(recipe)
  expect(JSON.parse(metadata.normalisation)).toHaveProperty('mean')
})

it('rounds to f16 on request', async () => {
  const { recipe } = presetNamed('tiny')
  const layers = buildNetwork(recipe.network)
  const all = snapshotTensors({ layers, averaging: averageOf(recipe.averaging) })
  const engine = new ScriptedEngine(() => 1)
  engine.snapshot = async () => ({
    step: 1,
    writer: 'a test',
    tensors: Object.fromEntries(
      all.map(({ key, shape }) => [key, new Float32Array(elementCount(shape)).fill(-1.5)]),
    ),
  })
  const splits = { train: allocateRecords(4) }
  const bytes = await weightsFile({ engine, recipe, seed: 3, splits }, 1, 'f16')
  for (const { data } of Object.values(readSafetensors(bytes).tensors)) {
    expect(data).toEqual(new Uint16Array(data.length).fill(0xbe00))
  }
})

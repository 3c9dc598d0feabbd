import { describe, expect, it } from 'vitest'
import { allocateRecords } from '../../data/split.ts'
import { OutOfGpuMemory } from '../../engine/engine.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { prepareEngine } from './prepare.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'

/** Prepares page-79 on an adapter that holds batches of at most `largest`. */
async function prepareWithRoomFor(largest: number) {
  const tried: number[] = []
  const disposed: number[] = []
  const prepared = await prepareEngine({
    recipe: presetNamed('page-79').recipe,
    seed: 1,
    train: allocateRecords(600),
    test: allocateRecords(10),
    createEngine: async ({ batchSize }) => {
      tried.push(batchSize)
      const engine = new ScriptedEngine(
        () => 1,
        () => {
          if (batchSize > largest) throw new OutOfGpuMemory('full')
        },
      )
      engine.dispose = () => disposed.push(batchSize)
      return engine
    },
  })
  return { ...prepared, tried, disposed }
}

describe('prepareEngine', () => {
  it('keeps the recipe’s batch size if it fits', async () => {
    const { recipe, tried } = await prepareWithRoomFor(512)
    expect(tried).toEqual([512])
    expect(recipe.batchSize).toBe(512)
  })

  it('halves the batch until it fits, and frees what did not', async () => {
    const { recipe, tried, disposed } = await prepareWithRoomFor(200)
    expect(tried).toEqual([512, 256, 128])
    expect(disposed).toEqual([512, 256])
    expect(recipe.batchSize).toBe(128)
  })

  it('says what to do if nothing fits', async () => {
    await expect(prepareWithRoomFor(100)).rejects.toThrow(/batch of 128.*Close other tabs/)
  })
})

import { onTestFinished } from 'vitest'
import type { Splits } from '../../../data/split.ts'
import { presetNamed } from '../../../recipe/presets.ts'
import type { Recipe } from '../../../recipe/recipe.ts'
import { runLength } from '../../../recipe/schedule/schedule.ts'
import { drawEpoch } from '../../../trainer/schedule/draw.ts'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import { ratesAt } from '../../../trainer/schedule/rates.ts'
import type { BatchSpec, Engine, EngineSpec } from '../../engine.ts'
import { createTfjsEngine } from '../engine.ts'
import { openTestBackend } from './backend.ts'

const { recipe } = presetNamed('tiny')

/** The recipe that the engine's tests train. */
export const TINY: Recipe = { ...recipe, network: { ...recipe.network, width: 1 / 4 } }
export const SPEC = engineSpec(TINY)
export const SEED = 1

/** An engine on the test device with these images, initialised; disposed after the test. */
export async function openTiny(
  { train, test }: Splits,
  change: Partial<EngineSpec> = {},
): Promise<Engine> {
  const engine = await createTfjsEngine(await openTestBackend('webgpu'), { ...SPEC, ...change })
  onTestFinished(() => engine.dispose())
  await engine.load('train', train)
  await engine.load('test', test)
  await engine.init(SEED)
  return engine
}

/** The batch spec of a step of the tiny recipe on `count` images. */
export function tinyBatch(count: number, step: number, change: Partial<BatchSpec> = {}): BatchSpec {
  return {
    step,
    draws: drawEpoch(TINY.augmentation, SEED, 0, count),
    first: step * TINY.batchSize,
    rates: ratesAt(TINY, runLength(TINY, count), step),
    averageDecay: null,
    ...change,
  }
}

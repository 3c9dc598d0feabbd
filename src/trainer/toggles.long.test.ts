// Every toggle, switched in the presets that it makes sense in: three steps of training on real images.

import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import type { Records } from '../data/records.ts'
import type { Engine, Snapshot } from '../engine/engine.ts'
import { openTfjsBackend } from '../engine/tfjs/backend/backend.ts'
import { createTfjsEngine } from '../engine/tfjs/engine.ts'
import { createWgslEngine } from '../engine/wgsl/engine.ts'
import { openSharedDevice } from '../engine/wgsl/testing/run.ts'
import { requestedDataset } from '../headless/images/dataset.ts'
import { firstRecords } from '../headless/images/subset.ts'
import { presetNamed, type PresetName } from '../recipe/presets.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { runLength } from '../recipe/schedule/schedule.ts'
import { sensibleFor } from '../recipe/testing/toggles.ts'
import { TOGGLE_NAMES, TOGGLES, type ToggleName } from '../recipe/toggles.ts'
import { Batches } from './schedule/batches.ts'
import { engineSpec } from './schedule/prepare.ts'
import { averageDecayAt, ratesAt } from './schedule/rates.ts'
import { differingParts, type Part } from './testing/run-parts.ts'
import { viewedShare, viewsOf } from './evaluation/views.ts'

const SEED = 1
const WIDTH = 1 / 16
const BATCH = 32
/** Three steps per epoch; Page's and Jordan's last recipes have about ten epochs. */
const IMAGES = 3 * BATCH
/** Across the end of an epoch: one of them is followed by an average, and patches that begin halfway have begun. */
const STEPS = [13, 14, 15]
/** While the whitening layer's bias is still trained. */
const EARLY_STEPS = [1, 2, 3]

const stepsFor = (toggle: ToggleName): readonly number[] =>
  toggle === 'ownBiasRate' ? EARLY_STEPS : STEPS
/** The loss of uniform predictions. */
const GUESSING = Math.log(10)
/** Unscaled logits start confident and wrong, with a loss of 3.8 for page-10. */
const MOST_LOSS = 2 * GUESSING

/** The first result that a part of a run reaches; later ones follow from it. */
const REACHES: Readonly<Record<Part, 'firstLoss' | 'training' | 'test' | 'nothing'>> = {
  layers: 'firstLoss',
  whitening: 'firstLoss',
  images: 'firstLoss',
  loss: 'firstLoss',
  update: 'training',
  lookahead: 'training',
  length: 'training',
  average: 'test',
  views: 'test',
  // Only where it is done.
  place: 'nothing',
  // All in 32 bits here; 16 are tested by themselves.
  precision: 'nothing',
}

const FAMILIES: readonly PresetName[] = ['page-10', 'airbench94']
/** For what neither of those can have. */
const OTHERWISE: readonly PresetName[] = ['page-bkj', 'airbench94-muon']

const CASES = TOGGLE_NAMES.flatMap((toggle) => {
  const sensible = sensibleFor(toggle)
  const within = (presets: readonly PresetName[]) =>
    sensible.filter(({ preset }) => presets.includes(preset))
  const usual = within(FAMILIES)
  return usual.length > 0 ? usual : within(OTHERWISE)
})

interface Outcome {
  readonly losses: readonly number[]
  /** Weights, velocities, statistics, averages. */
  readonly tensors: Snapshot['tensors']
  readonly testLoss: number
}

let train: Records
let test: Records

beforeAll(async () => {
  const images = await requestedDataset(null)
  train = firstRecords(images.train, IMAGES)
  test = firstRecords(images.test, BATCH)
})

/** A recipe with few channels, in f32, with small batches; a ghost group is half a batch. */
function small(recipe: Recipe): Recipe {
  const { network } = recipe
  const groupSize = network.norm.groupSize && BATCH / 2
  const norm = { ...network.norm, groupSize }
  return {
    ...recipe,
    network: { ...network, norm, width: WIDTH * network.width },
    batchSize: BATCH,
    precision: 'f32',
  }
}

/** The losses of these steps of a run, taken from the start's weights. */
async function takeSteps(
  engine: Engine,
  recipe: Recipe,
  steps: readonly number[],
): Promise<number[]> {
  const length = runLength(recipe, IMAGES)
  const { normalisation } = engineSpec(recipe, train)
  const batches = new Batches({ recipe, seed: SEED, train, normalisation, length, now: () => 0 })
  await engine.load('train', train)
  await engine.init(SEED)
  for (const step of steps) {
    await engine.ready()
    const rates = ratesAt(recipe, length, step)
    const averageDecay = averageDecayAt(recipe, length, step)
    engine.step({ step, ...batches.at(step), rates, averageDecay })
  }
  return (await engine.metrics({ flush: true })).map(({ loss }) => loss)
}

async function outcomeOf(recipe: Recipe, steps: readonly number[] = STEPS): Promise<Outcome> {
  const engine = await createWgslEngine(await openSharedDevice(), engineSpec(recipe, train))
  try {
    const losses = await takeSteps(engine, recipe, steps)
    const { tensors } = await engine.snapshot()
    await engine.load('test', test)
    const weights = recipe.averaging.kind === 'ema' ? 'average' : 'live'
    const share = viewedShare(recipe.views)
    const { loss } = await engine.evaluate('test', viewsOf(recipe.views), weights, BATCH, share)
    return { losses, tensors, testLoss: loss }
  } finally {
    engine.dispose()
  }
}

async function oracleLosses(recipe: Recipe, steps: readonly number[]): Promise<readonly number[]> {
  const backend = await openTfjsBackend(await openSharedDevice())
  const engine = await createTfjsEngine(backend, engineSpec(recipe, train))
  try {
    return await takeSteps(engine, recipe, steps)
  } finally {
    engine.dispose()
  }
}

const known = new Map<string, Promise<Outcome>>()

/** A preset's result without toggles, which must agree with TensorFlow.js. */
function presetOutcome(preset: PresetName, steps: readonly number[] = STEPS): Promise<Outcome> {
  const key = `${preset} ${steps.join()}`
  const outcome = known.get(key) ?? checkedOutcome(small(presetNamed(preset).recipe), steps)
  known.set(key, outcome)
  return outcome
}

async function checkedOutcome(recipe: Recipe, steps: readonly number[]): Promise<Outcome> {
  const outcome = await outcomeOf(recipe, steps)
  await expectFirstLoss(recipe, outcome, steps)
  await expectSteps(recipe, outcome, steps)
  return outcome
}

async function expectFirstLoss(
  recipe: Recipe,
  { losses }: Outcome,
  steps: readonly number[],
): Promise<void> {
  expectClose(losses.slice(0, 1), await oracleLosses(recipe, steps.slice(0, 1)))
}

/**
 * Steps are compared from a start without identity filters: those make exact ties between pixels, of which TensorFlow.js
 * on WebGPU gives a pool's gradient to the last instead of the first.
 */
async function expectSteps(
  recipe: Recipe,
  outcome: Outcome,
  steps: readonly number[],
): Promise<void> {
  const untied = withoutTies(recipe)
  const { losses } = startsTied(recipe) ? await outcomeOf(untied, steps) : outcome
  expectClose(losses, await oracleLosses(untied, steps))
}

const startsTied = ({ network }: Recipe): boolean =>
  network.family === 'airbench' && network.init !== 'uniform'

const withoutTies = (recipe: Recipe): Recipe =>
  recipe.network.family === 'airbench'
    ? { ...recipe, network: { ...recipe.network, init: 'uniform' } }
    : recipe

/** The first loss depends on a forward pass only, later ones also on steps, in which rounding may move a pool's position. */
const TOLERANCES = [1e-5, 1e-4, 1e-4]

function expectClose(losses: readonly number[], expected: readonly number[]): void {
  expect(losses).toHaveLength(expected.length)
  const errors = losses.map((loss, i) => Math.abs(loss / expected[i] - 1))
  expect(errors.filter((error, i) => !(error < TOLERANCES[i]))).toEqual([])
}

const weightsOf = ({ tensors }: Outcome) =>
  Object.entries(tensors).filter(([key]) => !key.startsWith('average/'))

const isFinite = ({ losses, testLoss, tensors }: Outcome): boolean =>
  [losses, [testLoss], ...Object.values(tensors)].every((list) => list.every(Number.isFinite))

it.each(CASES)('$toggle in $preset', async ({ toggle, preset, recipe, switched }) => {
  const steps = stepsFor(toggle)
  const before = await presetOutcome(preset, steps)
  const after = await outcomeOf(small(switched), steps)
  expect(after).toSatisfy(isFinite)
  expect(Math.max(...after.losses)).toBeLessThan(MOST_LOSS)

  const reached = new Set(differingParts(recipe, switched).map((part) => REACHES[part]))
  if (!reached.has('firstLoss')) {
    expect(after.losses[0]).toBe(before.losses[0])
    if (!reached.has('training')) {
      expect(after.losses).toEqual(before.losses)
      expect(weightsOf(after)).toEqual(weightsOf(before))
    }
  }
  expect(isDeepStrictEqual(after, before)).toBe(reached.size === 1 && reached.has('nothing'))

  if (isDeepStrictEqual(after.losses, before.losses)) return
  const changesStart = TOGGLES[toggle].changes.includes('network.init')
  const expectAgreement = changesStart && startsTied(switched) ? expectFirstLoss : expectSteps
  await expectAgreement(small(switched), after, steps)
})

it('half precision in page-10', async () => {
  const preset = 'page-10'
  const whole = await presetOutcome(preset)
  const half = await outcomeOf({ ...small(presetNamed(preset).recipe), precision: 'f16' })
  const errors = half.losses.map((loss, i) => Math.abs(loss / whole.losses[i] - 1))
  expect(half).toSatisfy(isFinite)
  expect(half.losses).not.toEqual(whole.losses)
  expect(Math.max(...errors)).toBeLessThan(1e-2)
})

// Tests that compare an engine with PyTorch's golden steps, in f32.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { viewedShare, viewsOf } from '../../trainer/evaluation/views.ts'
import type { BatchSpec, Engine, EngineSpec } from '../engine.ts'
import { scoreLogits } from '../predictions/scores.ts'
import { goldenRecords, goldenState, loadGoldens, type Golden } from './goldens.ts'

/** By norm, of an update: new minus old. */
const UPDATE_TOLERANCE = 1e-3
const LOSS_TOLERANCE = 1e-5
/** By norm. */
const LOGITS_TOLERANCE = 1e-5
/** Multiple of the largest distance between PyTorch's own runs that the free run may drift. */
const DRIFT_TOLERANCE = 10

/** Of single precision, in a sum of two products. */
const ROUNDING = 2 ** -22

type Tensors = Readonly<Record<string, Float32Array>>

/** Defines the tests of golden files; `create` builds an engine, one for all steps of a file. */
export function describeGoldenSteps(
  create: (spec: EngineSpec) => Promise<Engine>,
  goldens: readonly Golden<'training'>[] = loadGoldens('training'),
): void {
  describe.each(goldens.map((golden) => ({ name: golden.name, golden })))(
    'PyTorch’s $name',
    ({ golden }) => {
      let engine: Engine
      beforeAll(async () => {
        engine = await engineFor(create, golden)
      })
      afterAll(() => engine.dispose())

      it('starts from the same bits', async () => {
        await engine.init(golden.description.seed)
        const { tensors } = await engine.snapshot()
        const expected = goldenState(golden, 0)
        const different = Object.keys(expected).filter(
          (key) => !sameBits(tensors[key], expected[key]),
        )
        expect(different).toEqual([])
      })

      it.each(golden.description.goldenSteps)('step %i', async (step) => {
        const old = goldenState(golden, step)
        await restore(engine, step, old)
        const [metrics] = await takeSteps(engine, golden, step, step + 1)
        const { tensors } = await engine.snapshot()
        const { loss, correct, keepAverage } = golden.description.steps[step]
        expect(metrics.step).toBe(step)
        expect(Math.abs(metrics.loss / loss - 1)).toBeLessThan(LOSS_TOLERANCE)
        expect(metrics.accuracy * golden.description.recipe.batchSize).toBeCloseTo(correct, 3)
        const wrong = wrongUpdates(
          old,
          tensors,
          goldenState(golden, step + 1),
          keepAverage !== null,
        )
        expect(wrong).toEqual({})
      })

      it.each(golden.description.evaluations)(
        'scores its images alike by $views of the $weights weights',
        async ({ weights, views, loss, tensor }) => {
          const { steps, recipe } = golden.description
          const { labels } = goldenRecords(golden)
          await restore(engine, steps.length, goldenState(golden, steps.length))
          const logits = golden.floats(tensor)
          // PyTorch's figure includes label smoothing, and the engines' does not.
          const smoothed = scoreLogits(logits, labels, recipe.labelSmoothing)
          const expected = scoreLogits(logits, labels, 0)
          const share = viewedShare(views)
          const score = await engine.evaluate('train', viewsOf(views), weights, Infinity, share)
          expect(Math.abs(smoothed.loss / loss - 1)).toBeLessThan(LOSS_TOLERANCE)
          expect(Math.abs(score.loss / expected.loss - 1)).toBeLessThan(LOSS_TOLERANCE)
          expect(score.confusion).toEqual(expected.confusion)
        },
      )

      it.each(golden.description.evaluations.filter(({ views }) => views !== 'selective'))(
        'gives the logits of $views of the $weights weights',
        async ({ weights, views, tensor }) => {
          const { count } = goldenRecords(golden)
          const steps = golden.description.steps.length
          await restore(engine, steps, goldenState(golden, steps))
          const seen = {
            split: 'train',
            records: Uint32Array.from({ length: count }, (_, i) => i),
          } as const
          const expected = golden.floats(tensor)
          const difference = minus(await engine.logits(seen, viewsOf(views), weights), expected)
          const size = norm(Float64Array.from(expected))
          expect(norm(difference) / size).toBeLessThan(LOGITS_TOLERANCE)
        },
      )
    },
  )
}

/** Defines the tests of free runs of twenty steps, which are slow in engines of many small operations. */
export function describeGoldenRuns(
  create: (spec: EngineSpec) => Promise<Engine>,
  goldens: readonly Golden<'training'>[] = loadGoldens('training'),
): void {
  describe.each(goldens.map((golden) => ({ name: golden.name, golden })))(
    'PyTorch’s $name',
    ({ golden }) => {
      it('drifts no further than PyTorch’s own runs', async () => {
        const { steps, drift } = golden.description
        const engine = await engineFor(create, golden)
        await restore(engine, 0, goldenState(golden, 0))
        const metrics = await takeSteps(engine, golden, 0, steps.length)
        const { tensors } = await engine.snapshot()
        const expected = goldenState(golden, steps.length)
        const distances = Object.keys(expected)
          .filter((key) => key.startsWith('weights/'))
          .map((key) => norm(minus(tensors[key], expected[key])))
        engine.dispose()
        expect(metrics).toHaveLength(steps.length)
        expect(Math.hypot(...distances)).toBeLessThan(DRIFT_TOLERANCE * Math.max(...drift))
      })
    },
  )
}

async function engineFor(
  create: (spec: EngineSpec) => Promise<Engine>,
  golden: Golden<'training'>,
): Promise<Engine> {
  const { recipe, normalisation } = golden.description
  const records = goldenRecords(golden)
  const engine = await create({ ...engineSpec(recipe, records), normalisation, precision: 'f32' })
  await engine.load('train', records)
  return engine
}

const restore = (engine: Engine, step: number, tensors: Tensors) =>
  engine.restore({ step, writer: 'PyTorch', tensors })

async function takeSteps(engine: Engine, golden: Golden<'training'>, from: number, to: number) {
  for (const { epoch, ...planned } of golden.description.steps.slice(from, to)) {
    const { step, first, side, rates, keepAverage: averageDecay } = planned
    const draws = { epoch, words: golden.draws(`choices/${epoch}`) }
    const plan: BatchSpec = { step, draws, first, side, rates, averageDecay }
    await engine.ready()
    engine.step(plan)
  }
  return engine.metrics({ flush: true })
}

/**
 * The tensors whose update is off, and by how much. Frozen tensors must stay equal: bit for bit, or within rounding
 * if an average of equal values is taken (keep a + (1 - keep) a).
 */
function wrongUpdates(
  old: Tensors,
  found: Tensors,
  expected: Tensors,
  averaged: boolean,
): Record<string, number> {
  const errors = Object.keys(expected).map((key) => {
    const update = norm(minus(expected[key], old[key]))
    const size = norm(Float64Array.from(old[key]))
    if (update <= (averaged ? ROUNDING * size : 0)) {
      const moved = norm(minus(found[key], old[key]))
      return [key, moved <= (averaged ? ROUNDING * size : 0) ? 0 : 1] as const
    }
    return [key, norm(minus(found[key], expected[key])) / update] as const
  })
  return Object.fromEntries(errors.filter(([, error]) => !(error <= UPDATE_TOLERANCE)))
}

const minus = (a: ArrayLike<number>, b: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: b.length }, (_, i) => a[i] - b[i])

const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))

const sameBits = (a: Float32Array | undefined, b: Float32Array) =>
  a !== undefined && a.length === b.length && a.every((value, i) => Object.is(value, b[i]))

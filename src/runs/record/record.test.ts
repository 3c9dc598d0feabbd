import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import type { RunSchedule, TrainerEvent } from '../../trainer/events.ts'
import { reduceRun, requestRun } from '../run.ts'
import { DEFAULT_SETUP } from '../store/setup.ts'
import { predictionsOf, syntheticRecord } from '../testing/records.ts'
import { canonicalJson, fingerprint } from './canonical.ts'
import { recordOf } from './from-run.ts'
import { nameOf } from './naming.ts'
import { accuracyOf, RECORD_VERSION, RecordSchema, WholeRunSchema } from './record.ts'

const PLAN: RunSchedule = {
  length: { stepsPerEpoch: 2, steps: 5, epochs: 2.5 },
  batchSize: 256,
  requestedBatchSize: 512,
  normImages: null,
  trainImages: 1024,
  testImages: 100,
  seed: 7,
  schedule: [],
  engine: {
    engine: 'wgsl',
    adapter: 'a GPU',
    software: false,
    precision: 'f16',
    precisionReason: 'It is faster.',
    microBatches: 1,
    variant: '',
    bytes: 1,
  },
}

const AROUND = { startedAt: 1000, browser: 'Firefox 147', device: 'mine', code: 'abc1234' }

const steps = (from: number, losses: readonly number[]): TrainerEvent => ({
  type: 'steps',
  trainSeconds: from + losses.length,
  wallSeconds: 9,
  steps: losses.map((loss, i) => ({ step: from + i, loss, accuracy: 0.5, rate: 0.1 })),
  usage: { bytesAtMost: 1, javascriptMs: 1 },
})

const epoch = (number: number, loss: number): TrainerEvent => ({
  type: 'epoch',
  plainTestLoss: true,
  epoch: number,
  step: 2 * number,
  trainSeconds: number,
  wallSeconds: number,
  train: { loss, accuracy: 0.5 },
  test: { live: { loss: 2, accuracy: 0.6 }, average: { loss: 1, accuracy: 0.7 }, views: null },
})

function after(events: readonly TrainerEvent[]) {
  const request = {
    choice: DEFAULT_SETUP.choice,
    seed: 7,
    dataset: 'full',
    engine: 'wgsl',
  } as const
  return events.reduce(reduceRun, requestRun(request))
}

const BEGUN: readonly TrainerEvent[] = [
  { type: 'begin', plan: PLAN, resumedFrom: null },
  steps(0, [2, Number.NaN]),
  epoch(1, Number.NaN),
  steps(2, [1, 0.5, 0.25]),
  epoch(2.5, 0.6),
]

describe('recordOf', () => {
  it('stores the measurements and device, and matches the schema', () => {
    const done = after([
      ...BEGUN,
      {
        type: 'done',
        confusion: Array.from({ length: 100 }, () => 1),
        predictions: predictionsOf([3], [5]),
        trainSeconds: 6,
        wallSeconds: 9,
        steps: 5,
        test: { live: { loss: 2, accuracy: 0.6 }, average: null, views: null },
      },
    ])
    const whole = recordOf(done, AROUND)
    expect(v.parse(WholeRunSchema, whole)).toEqual(whole)
    expect(whole?.record).toMatchObject({
      startedAt: 1000,
      browser: 'Firefox 147',
      code: 'abc1234',
      adapter: 'a GPU',
      seed: 7,
      batchSize: 256,
      precision: 'f16',
      trainSeconds: 6,
      ending: { kind: 'done' },
    })
    expect(whole?.record.tests).toMatchObject([
      { step: 2, trainLoss: null, testLoss: 1, live: 0.6, average: 0.7, views: null },
      { step: 5, trainLoss: 0.6 },
    ])
    expect(whole?.steps).toEqual({
      stepsPerPoint: 1,
      loss: [2, null, 1, 0.5, 0.25],
      accuracy: [0.5, null, 0.5, 0.5, 0.5],
    })
  })

  it('stores the forgetting curve and that the loss became NaN, and clamps large losses', () => {
    const words = { message: 'No number.', advice: 'Lower it.' }
    const whole = recordOf(
      after([
        { type: 'begin', plan: PLAN, resumedFrom: null },
        steps(0, [2, 1e30]),
        { type: 'forgetting', points: [{ stepsAgo: 0, loss: 1e30, accuracy: 0.1 }] },
        { type: 'failed', step: 2, ...words, saved: null, diverged: true },
      ]),
      AROUND,
    )
    expect(v.parse(WholeRunSchema, whole)).toEqual(whole)
    expect(whole?.record.ending).toEqual({ kind: 'failed', ...words, diverged: true })
    expect(whole?.record.forgetting).toEqual([{ stepsAgo: 0, loss: 1e6, accuracy: 0.1 }])
    expect(whole?.steps.loss).toEqual([2, 1e6])
  })

  it('stays within what can be stored, however long the run and its names', () => {
    const long = 'x'.repeat(1000)
    const epochs = Array.from({ length: 12_001 }, (_, i) => epoch(i + 1, 1))
    const run = {
      ...after(BEGUN),
      epochs: epochs.flatMap((event) => (event.type === 'epoch' ? [event] : [])),
      rateChanges: Array.from({ length: 1500 }, (_, i) => ({
        step: i,
        epoch: i / 2,
        factor: 2 ** i,
      })),
    }
    const stored = recordOf(run, { startedAt: 1, browser: long, device: long, code: long })
    expect(v.safeParse(WholeRunSchema, stored).issues).toBeUndefined()
    expect(stored?.record.tests.at(-1)?.step).toBe(24_002)
  })

  it('marks test losses as plain cross-entropy if the recipe smooths labels', () => {
    const recordWith = (preset: 'page-10' | 'tiny') => {
      const run = after([...BEGUN])
      return recordOf({ ...run, request: { ...run.request, choice: presetChoice(preset) } }, AROUND)
    }
    const smoothed = recordWith('page-10')?.record
    expect(smoothed?.recipe.labelSmoothing).toBeGreaterThan(0)
    expect(smoothed?.plainTestLoss).toBe(true)
    const hard = recordWith('tiny')?.record
    expect(hard?.recipe.labelSmoothing).toBe(0)
    expect(hard).not.toHaveProperty('plainTestLoss')
  })

  it('leaves out smoothed test losses of an earlier version where later ones are plain', () => {
    const earlier = BEGUN.map((event): TrainerEvent => {
      if (event.type !== 'epoch') return event
      const { plainTestLoss: _, ...test } = event
      return test
    })
    const recordAfter = (events: readonly TrainerEvent[]) => {
      const run = after(events)
      const choice = presetChoice('page-10')
      return recordOf({ ...run, request: { ...run.request, choice } }, AROUND)?.record
    }
    const losses = (events: readonly TrainerEvent[]) =>
      recordAfter(events)?.tests.map(({ testLoss }) => testLoss)
    const resumed = {
      type: 'begin',
      plan: PLAN,
      resumedFrom: { step: 2, sameBits: false },
    } as const
    const again = [...earlier, resumed, ...BEGUN.slice(3)]
    expect(losses(again)).toEqual([null, 1])
    expect(recordAfter(again)?.plainTestLoss).toBe(true)
    expect(losses(earlier)).toEqual([1, 1])
    expect(recordAfter(earlier)).not.toHaveProperty('plainTestLoss')
  })

  it('has the fingerprint of the images if known', () => {
    const plan = { ...PLAN, imagesFingerprint: '0123456789abcdef' }
    const run = after([{ type: 'begin', plan, resumedFrom: null }, ...BEGUN.slice(1)])
    expect(recordOf(run, AROUND)?.record.imagesFingerprint).toBe('0123456789abcdef')
    expect(recordOf(after(BEGUN), AROUND)?.record).not.toHaveProperty('imagesFingerprint')
  })

  it('has a person’s name for a device that the browser does not name', () => {
    const plan = { ...PLAN, engine: { ...PLAN.engine, adapter: '' } }
    const run = after([{ type: 'begin', plan, resumedFrom: null }, ...BEGUN.slice(1)])
    expect(recordOf(run, AROUND)?.record.adapter).toBe('mine')
  })

  it('contains how a run ended, and is null before a step', () => {
    const ending = (last: readonly TrainerEvent[]) =>
      recordOf(after([...BEGUN, ...last]), AROUND)?.record.ending
    expect(ending([])).toEqual({ kind: 'cut off' })
    expect(ending([{ type: 'stopped', step: 5 }])).toEqual({ kind: 'stopped' })
    const lost = {
      type: 'failed',
      step: 5,
      message: 'Lost.',
      advice: 'Again.',
      saved: null,
    } as const
    expect(ending([lost])).toEqual({ kind: 'failed', message: 'Lost.', advice: 'Again.' })
    expect(recordOf(after(BEGUN.slice(0, 1)), AROUND)).toBeNull()
  })
})

describe('accuracyOf', () => {
  it('is that of the best-prepared weights at the end', () => {
    const { record } = syntheticRecord({ accuracy: 0.9412 })
    expect(accuracyOf(record)).toBe(0.9412)
    expect(accuracyOf({ ...record, ending: { kind: 'stopped' } })).toBeNull()
  })
})

describe('RecordSchema', () => {
  const { record } = syntheticRecord()
  it.each([
    ['a newer version', { version: RECORD_VERSION + 1 }],
    [
      'a test without a score',
      { tests: [{ ...record.tests[0], live: null, average: null, views: null }] },
    ],
    ['a share over 1', { tests: [{ ...record.tests[0], live: 1.01 }] }],
    ['a seed of more than 32 bits', { seed: 2 ** 32 }],
    ['half a step', { steps: 0.5 }],
    ['endless text', { adapter: 'x'.repeat(300) }],
    ['a recipe that cannot be', { recipe: { ...record.recipe, batchSize: 0 } }],
  ])('refuses %s', (_what, part) => {
    expect(v.is(RecordSchema, record)).toBe(true)
    expect(v.is(RecordSchema, { ...record, ...part })).toBe(false)
  })

  it('reads records of version 1, which called the resumed step goneOn', () => {
    const { resumedFrom: _, ...rest } = record
    const goneOn = { step: 97, sameBits: true }
    expect(v.parse(RecordSchema, { ...rest, version: 1, goneOn })).toEqual({
      ...record,
      resumedFrom: goneOn,
    })
    expect(v.is(RecordSchema, { ...rest, version: 1 })).toBe(false)
  })
})

describe('nameOf', () => {
  it('is two words, always the same for an id', () => {
    expect(nameOf('0000000000000000')).toBe('amber acorn')
    expect(nameOf('0001003f00000000')).toBe('ample wren')
  })
})

describe('canonicalJson', () => {
  it('does not depend on the order of keys, but on that of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}')
    expect(canonicalJson([2, 1])).toBe('[2,1]')
  })
})

describe('fingerprint', () => {
  // Landon Noll's test vectors of 64-bit FNV-1a.
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('of "%s" is the published one', (text, hash) => {
    expect(fingerprint(new TextEncoder().encode(text))).toBe(hash)
  })
})

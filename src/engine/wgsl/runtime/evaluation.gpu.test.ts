import { beforeAll, describe, expect, it } from 'vitest'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import { viewsOf } from '../../../trainer/evaluation/views.ts'
import { leastConfident } from '../../predictions/confidence.ts'
import { PLAIN_VIEW } from '../../engine.ts'
import { FailureWatch } from '../../failure.ts'
import { buildExecutable } from '../build.ts'
import {
  logitsOfRecords,
  splitLogits,
  type EvaluationOptions,
  type EvaluationRequest,
} from './evaluation.ts'
import { PADDED_CLASSES } from '../codegen/parameter-rows.ts'
import { Scalars } from './buffers/scalars.ts'
import { uploadSplit } from './buffers/split-buffers.ts'
import { initialState } from './state.ts'
import { SubmitQueue } from './submits.ts'
import { openSharedDevice, smallTiny, testImages } from '../testing/run.ts'
import { ShortTileMemory } from '../tuning/tile-memory.ts'

const IMAGES = 22
let options: EvaluationOptions

/** A small network with fresh weights, and test images that don't fill the last batch. */
beforeAll(async () => {
  const opened = await openSharedDevice()
  const { device } = opened
  const spec = engineSpec(smallTiny())
  const failure = new FailureWatch(opened)
  const now = () => performance.now()
  const tileMemory = new ShortTileMemory()
  const build = {
    opened,
    spec,
    failure,
    now,
    onProgress: () => {},
    microBatches: 1,
    verifyFor: null,
    tileMemory,
  }
  const { executable, pool } = await buildExecutable(build)
  const { weights } = initialState(spec, executable.plan.layout, 1, null)
  device.queue.writeBuffer(executable.persistent.weights, 0, weights)
  const test = await uploadSplit(device, pool, 'test', (await testImages()).test)
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  const logitSums = pool.create('logit sums', 4 * PADDED_CLASSES * test.records.count, usage)
  executable.setData({ splits: new Map([['test', test]]), logitSums })
  const queue = new SubmitQueue({ workDone: () => device.queue.onSubmittedWorkDone(), now })
  options = {
    device,
    pool,
    queue,
    executable,
    scalars: new Scalars(executable.plan.layout, spec.optimiser),
  }
  return () => {
    failure.stop()
    pool.destroyAll()
  }
})

const logitsOf = (change: Partial<EvaluationRequest>) =>
  splitLogits(options, {
    split: 'test',
    views: viewsOf('mirrorAndShifts'),
    weights: 'live',
    count: IMAGES,
    share: 1,
    ...change,
  })

const rows = (logits: Float32Array) =>
  Array.from({ length: IMAGES }, (_, i) => logits.subarray(10 * i, 10 * (i + 1)))

describe('selective views', () => {
  it('are all views for the least confident images and the first view for the others', async () => {
    const plain = await logitsOf({ views: [PLAIN_VIEW] })
    const full = await logitsOf({})
    const selective = await logitsOf({ share: 1 / 4 })
    const chosen = new Set(leastConfident(plain, 5))
    expect(chosen.size).toBe(5)
    const [plainRows, fullRows] = [rows(plain), rows(full)]
    rows(selective).forEach((row, image) => {
      expect(row).toEqual(chosen.has(image) ? fullRows[image] : plainRows[image])
      expect(fullRows[image]).not.toEqual(plainRows[image])
    })
  })

  it('leave nothing behind for the next evaluation', async () => {
    const before = await logitsOf({})
    await logitsOf({ share: 1 / 4 })
    expect(await logitsOf({})).toEqual(before)
  })
})

describe('chosen records', () => {
  it('have the same logits as among all, in the requested order', async () => {
    const views = viewsOf('mirror')
    const all = rows(await logitsOf({ views }))
    const records = Uint32Array.of(21, 3, 0, 3, 11, 7, 8, 9, 10, 20)
    const looking = { split: 'test', views, weights: 'live' } as const
    const chosen = await logitsOfRecords(options, looking, records)
    expect(chosen).toEqual(Float32Array.from([...records].flatMap((record) => [...all[record]])))
  })
})

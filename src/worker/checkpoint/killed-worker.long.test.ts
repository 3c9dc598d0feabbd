import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { randomWords } from '../../random/stream.ts'
import { newSavedRuns } from '../testing/saved-runs.ts'
import {
  DeviceLosses,
  type Ended,
  momentIn,
  openGpuSession,
  STAGES,
  type Stage,
  undisturbedRun,
} from '../testing/lost-devices.ts'

const SEED = 13
const MOMENTS = 20

describe('a worker killed at any command', () => {
  let left: Ended
  let counts: Readonly<Record<Stage, number>>

  beforeAll(async () => {
    ;({ ended: left, counts } = await undisturbedRun())
  })

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
  })

  const words = randomWords(SEED, 'killed workers', 0, MOMENTS)
  it.each(Array.from(words, (word, i) => ({ word, stage: STAGES[i % STAGES.length] })))(
    'leaves a run that resumes and ends with the same bits as an undisturbed one: $stage, $word',
    async ({ word, stage }) => {
      const losses = new DeviceLosses(momentIn(stage, word, counts))
      const killed = await openGpuSession({ losses, dies: true, savedRuns: newSavedRuns() })
      await killed.run()
      expect(losses.left).toBe(0)

      const saved = newSavedRuns()
      const isSaved = (await saved.load()) !== null
      const again = await openGpuSession({ savedRuns: saved })
      const { end, last } = await again.run(isSaved ? { type: 'continue' } : undefined)
      expect(left.last?.type).toBe('done')
      expect(last).toEqual(left.last)
      expect(end).toEqual(left.end)
    },
  )
})

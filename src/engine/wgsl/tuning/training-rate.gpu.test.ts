import { expect, it } from 'vitest'
import { openDevice } from '../../device/device.ts'
import { startDawn } from '../../../headless/device/dawn.ts'
import { measureTrainingRate } from './training-rate.ts'

it('measures a rate that a processor can have, and leaves the device usable', async () => {
  const opened = await openDevice(startDawn())
  const failures: Error[] = []
  opened.onFailure((error) => failures.push(error))
  const rate = await measureTrainingRate(opened)
  await opened.device.queue.onSubmittedWorkDone()
  expect(failures).toEqual([])
  expect(rate).toBeGreaterThan(1e7)
  expect(rate).toBeLessThan(1e12)
})

import { expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { isTestDue, testInterval } from './evaluation-times.ts'

function testsOf(preset: string, trainImages: number, testImages: number): number[] {
  const { recipe } = presetNamed(preset)
  const length = runLength(recipe, trainImages)
  const interval = testInterval(recipe, length, testImages)
  return Array.from({ length: length.steps - 1 }, (_, i) => i + 1).filter((step) =>
    isTestDue(step, length.stepsPerEpoch, interval),
  )
}

it('tests the demo several times an epoch', () => {
  expect(testsOf('quick', 5000, 1000)).toEqual([39, 78, 117, 156])
})

it('tests long runs after every epoch', () => {
  const epochs = [1, 2, 3, 4, 5, 6, 7, 8]
  expect(testsOf('e1-32', 50_000, 10_000)).toEqual(epochs.map((epoch) => 32 * epoch))
})

it('tests once at the end if more tests would take too long', () => {
  expect(testsOf('tiny', 5000, 1000)).toEqual([])
})

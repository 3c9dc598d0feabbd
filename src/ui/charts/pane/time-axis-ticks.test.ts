import { describe, expect, it } from 'vitest'
import { timeTicks } from './time-axis-ticks.ts'

const run = (steps: number, stepsPerEpoch: number) => ({
  steps,
  stepsPerEpoch,
  epochs: steps / stepsPerEpoch,
})
const labels = (...args: Parameters<typeof timeTicks>) =>
  timeTicks(...args).ticks.map(({ label }) => label)

describe('timeTicks', () => {
  it('counts epochs from 0 to the end', () => {
    expect(labels(run(970, 97), 1230, 36)).toEqual('epoch 0,1,2,3,4,5,6,7,8,9,10'.split(','))
    expect(labels(run(2328, 97), 250, 48)).toEqual('epoch 0,6,12,18,24'.split(','))
  })

  it('ends at the run’s end, even inside an epoch', () => {
    const { ticks } = timeTicks(run(476, 48), 1230, 36)
    expect(ticks.at(-1)).toEqual({ epoch: 476 / 48, label: '9.9' })
    expect(ticks.map(({ label }) => label)).toContain('9')
    expect(labels(run(476, 48), 400, 48)).not.toContain('9')
  })

  it('counts a short run in steps', () => {
    const { unit, ticks } = timeTicks(run(60, 156), 1230, 60)
    expect(unit).toBe('step')
    expect(ticks.map(({ label }) => label)).toEqual(
      'step 0,5,10,15,20,25,30,35,40,45,50,55,60'.split(','),
    )
    expect(ticks.at(-1)?.epoch).toBeCloseTo(60 / 156, 12)
  })

  it('has small ticks half-way if there is room', () => {
    expect(timeTicks(run(970, 97), 1230, 36).minor).toContain(0.5)
    expect(timeTicks(run(2328, 97), 250, 48).minor).toEqual([3, 6, 9, 12, 15, 18, 21, 24])
    expect(timeTicks(run(2328, 97), 120, 30).minor).toEqual([])
  })
})

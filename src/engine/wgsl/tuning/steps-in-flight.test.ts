import { describe, expect, it } from 'vitest'
import { ONE_IN_FLIGHT, SUBMIT_BUDGET, type SubmitBudget } from '../runtime/submits.ts'
import { timeSteps, type RunSteps } from './steps-in-flight.ts'

/** Steps of these milliseconds with several in flight and with one; slower the first time. */
function scripted(several: readonly number[], one: readonly number[]) {
  const runs: (readonly [SubmitBudget, number])[] = []
  const left = new Map([
    [SUBMIT_BUDGET, [...several]],
    [ONE_IN_FLIGHT, [...one]],
  ])
  const run: RunSteps = async (budget, steps) => {
    runs.push([budget, steps])
    const [time] = left.get(budget)?.splice(0, 1) ?? []
    if (time === undefined) throw new Error('This was not expected to be timed.')
    return time * steps
  }
  return { run, runs }
}

describe('timed steps', () => {
  it('use one submit at a time if that is faster', async () => {
    const { run, runs } = scripted([20, 12, 10], [15, 9, 9.5])
    expect(await timeSteps(run, false)).toEqual({ milliseconds: 9, budget: ONE_IN_FLIGHT })
    expect(runs.map(([, steps]) => steps)).toEqual([1, 10, 1, 10, 10, 10])
  })

  it('keep several in flight if one is not clearly faster', async () => {
    const { run } = scripted([20, 12, 10], [15, 9.8, 11])
    expect(await timeSteps(run, false)).toEqual({ milliseconds: 10, budget: SUBMIT_BUDGET })
  })

  it('keep several in flight if batches are made between them', async () => {
    const { run } = scripted([20, 12], [])
    expect(await timeSteps(run, true)).toEqual({ milliseconds: 12, budget: SUBMIT_BUDGET })
  })

  it('do not compare if a step takes long', async () => {
    const slow = scripted([80, 70], [])
    expect(await timeSteps(slow.run, false)).toEqual({ milliseconds: 70, budget: SUBMIT_BUDGET })
    const slower = scripted([300, 290], [])
    expect(await timeSteps(slower.run, false)).toEqual({ milliseconds: 290, budget: SUBMIT_BUDGET })
    expect(slower.runs).toHaveLength(2)
  })

  it('are not slow because of a slow warm-up', async () => {
    const { run, runs } = scripted([900, 20, 12, 10], [15, 14, 14])
    expect(await timeSteps(run, false)).toEqual({ milliseconds: 10, budget: SUBMIT_BUDGET })
    expect(runs.map(([, steps]) => steps)).toEqual([1, 1, 10, 1, 10, 10, 10])
  })
})

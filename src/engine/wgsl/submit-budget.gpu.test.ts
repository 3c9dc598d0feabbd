import { expect, it, vi } from 'vitest'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import type { OpenDevice } from '../device/device.ts'
import { createWgslEngine } from './engine.ts'
import type * as Tiles from './kernels/conv/conv-tiles.ts'
import type * as Submits from './runtime/submits.ts'
import { openSharedDevice, smallTiny } from './testing/run.ts'
import type * as StepsInFlight from './tuning/steps-in-flight.ts'

/** Budgets of all queues, in the order of their creation. */
const budgets = vi.hoisted((): (Submits.SubmitBudget | undefined)[] => [])

vi.mock('./runtime/submits.ts', async (original) => {
  const submits = await original<typeof Submits>()
  class SubmitQueue extends submits.SubmitQueue {
    constructor(options: Submits.SubmitQueueOptions) {
      super(options)
      budgets.push(options.budget)
    }
  }
  return { ...submits, SubmitQueue }
})

vi.mock('./tuning/steps-in-flight.ts', async (): Promise<typeof StepsInFlight> => {
  const { ONE_IN_FLIGHT } = await import('./runtime/submits.ts')
  return { timeSteps: async () => ({ milliseconds: 1, budget: ONE_IN_FLIGHT }) }
})

/** Tiles for GPUs would take lavapipe a minute to compile. */
vi.mock('./kernels/conv/conv-tiles.ts', async (original) => {
  const tiles = await original<typeof Tiles>()
  return { ...tiles, convTiles: (task: Tiles.TileTask) => [tiles.plainTile(task)] }
})

/** The budget that an engine works with. */
async function engineBudget(opened: OpenDevice): Promise<Submits.SubmitBudget | undefined> {
  const engine = await createWgslEngine(opened, engineSpec(smallTiny()), { verifyFor: null })
  engine.dispose()
  return budgets.at(-1)
}

it('submits within the budget that was faster on this GPU', async () => {
  const { ONE_IN_FLIGHT, SUBMIT_BUDGET } = await import('./runtime/submits.ts')
  const opened = await openSharedDevice()
  expect(await engineBudget(opened)).toBe(SUBMIT_BUDGET)
  const asGpu = { ...opened, adapter: { ...opened.adapter, software: false } }
  expect(await engineBudget(asGpu)).toBe(ONE_IN_FLIGHT)
})

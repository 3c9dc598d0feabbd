import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startDawn } from '../../headless/device/dawn.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { viewsOf } from '../../trainer/evaluation/views.ts'
import { DeviceLost, openDevice } from '../device/device.ts'
import { createWgslEngine, type WgslEngine } from './engine.ts'
import { smallTiny, stepPlans, testImages } from './testing/run.ts'

const RECIPE = smallTiny()
const SPEC = engineSpec(RECIPE)

/** An engine on its own device, which submits every dispatch separately. */
async function openEngine() {
  const opened = await openDevice(startDawn())
  const budget = { submit: 1e-9, inFlight: 1e-9 }
  const engine = await createWgslEngine(opened, SPEC, { budget })
  onTestFinished(() => engine.dispose())
  const { train, test } = await testImages()
  await engine.load('train', train)
  await engine.load('test', test)
  await engine.init(1)
  const planOf = stepPlans(RECIPE, 1, train.count)
  return { engine, device: opened.device, planOf }
}

/** Loses the device at the n-th submit from now. */
function loseAtSubmit(device: GPUDevice, n: number): void {
  const { queue } = device
  const submit = queue.submit.bind(queue)
  let submits = 0
  vi.spyOn(queue, 'submit').mockImplementation((commands) => {
    submits++
    if (submits === n) device.destroy()
    return submit(commands)
  })
}

/** Every call rejects with the loss, and none hangs. */
async function expectLost(engine: WgslEngine): Promise<void> {
  await expect(engine.ready()).rejects.toBeInstanceOf(DeviceLost)
  await expect(engine.metrics()).rejects.toBeInstanceOf(DeviceLost)
  await expect(engine.metrics({ flush: true })).rejects.toBeInstanceOf(DeviceLost)
  await expect(engine.snapshot()).rejects.toBeInstanceOf(DeviceLost)
  await expect(engine.evaluate('test', viewsOf('none'), 'live')).rejects.toBeInstanceOf(DeviceLost)
}

describe('a device that is lost', { timeout: 30_000 }, () => {
  it('in the middle of a step', async () => {
    const { engine, device, planOf } = await openEngine()
    loseAtSubmit(device, 4)
    engine.step(planOf(0))
    await expectLost(engine)
    expect(() => engine.step(planOf(1))).toThrow(DeviceLost)
  })

  it('in the middle of an evaluation', async () => {
    const { engine, device } = await openEngine()
    loseAtSubmit(device, 4)
    const evaluation = engine.evaluate('test', viewsOf('mirror'), 'live')
    await expect(evaluation).rejects.toBeInstanceOf(DeviceLost)
    await expectLost(engine)
  })

  it('before its first use', async () => {
    const { engine, device, planOf } = await openEngine()
    const { test } = await testImages()
    device.destroy()
    engine.step(planOf(0))
    await expect(engine.load('test', test)).rejects.toBeInstanceOf(DeviceLost)
    await expectLost(engine)
  })

  it('before the engine is built', async () => {
    const opened = await openDevice(startDawn())
    opened.device.destroy()
    await expect(createWgslEngine(opened, SPEC)).rejects.toBeInstanceOf(DeviceLost)
  })
})

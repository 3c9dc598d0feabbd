import type { Engine } from '../../src/engine/engine.ts'
import type { ContenderName } from '../options.ts'
import type { GpuMeter } from '../gpu-meter.ts'
import { SEED, type Contender, type Task } from './contender.ts'

export interface EngineContenderOptions {
  readonly name: ContenderName
  readonly engine: Engine
  readonly device: GPUDevice
  readonly meter: GpuMeter
  /** Runs before each step is enqueued. */
  readonly before?: () => void
}

/** One of our engines, loaded with the task's images and initialised. */
export async function engineContender(
  { name, engine, device, meter, before = () => {} }: EngineContenderOptions,
  { records, plan }: Task,
): Promise<Contender> {
  const empty = meter.bytes(device)
  await engine.load('train', records)
  const dataBytes = meter.bytes(device) - empty
  await engine.init(SEED)
  let step = 0
  const { info } = engine
  return {
    name,
    engine: info.engine === 'wgsl' ? 'wgsl' : name,
    precision: info.precision,
    device,
    dataBytes,
    step() {
      before()
      engine.step({ ...plan, step: step++ })
    },
    async loss() {
      const metrics = await engine.metrics({ flush: true })
      const last = metrics.at(-1)
      if (!last) throw new Error('There was no step.')
      return last.loss
    },
    dispose: () => engine.dispose(),
  }
}

import type { OpenDevice } from '../device.ts'
import type { FailureWatch } from '../failure.ts'
import type { BufferPool } from './buffers.ts'
import { chooseTiles } from './choose-tiles.ts'
import { kernelTimer, type KernelTimerOptions } from './kernel-timer.ts'
import { readChoices, taskKey, writeChoices, type TileChoices } from './kernels/conv-task.ts'
import { convTiles } from './kernels/conv-tiles.ts'
import { deviceProfile } from './limits.ts'
import { shortestTimes } from './pass-clock.ts'
import type { PipelineCache } from './pipelines.ts'
import type { Plan } from './plan.ts'
import type { TileMemory } from './tile-memory.ts'
import { waitLatency, wallTimes } from './wall-clock.ts'

export interface TunerOptions {
  readonly opened: OpenDevice
  readonly failure: FailureWatch
  readonly pipelines: PipelineCache
  readonly memory: TileMemory
  readonly now: () => number
}

/** Chooses tiles for plans on one device, by measuring, and remembers them. */
export class Tuner {
  readonly #options: TunerOptions

  constructor(options: TunerOptions) {
    this.#options = options
  }

  /** Whether there is anything to measure: tiles of processors are known. */
  get able(): boolean {
    return !this.#options.opened.adapter.software
  }

  /** What was chosen for a plan's convolutions before. */
  async known({ convolutions }: Plan): Promise<TileChoices> {
    if (!this.able) return new Map()
    const { opened, memory } = this.#options
    const written = await memory.recall(adapterKey(opened))
    return readChoices(written, convolutions, deviceProfile(opened))
  }

  /** Choices for a plan's convolutions; what is not known is measured, where there is a clock for it. */
  async choose(plan: Plan, pool: BufferPool): Promise<TileChoices> {
    const { convolutions } = plan
    const { opened, failure, pipelines, memory, now } = this.#options
    const profile = deviceProfile(opened)
    const key = adapterKey(opened)
    const written = await memory.recall(key)
    const known = readChoices(written, convolutions, profile)
    if (isTuned(plan, known)) return known
    const clock = await this.#clock(pool)
    if (clock === null) return known
    const time = kernelTimer({ device: opened.device, failure, pipelines, pool, clock })
    const choices = await chooseTiles({ tasks: convolutions, profile, known, time, now })
    await memory.remember(key, { ...written, ...writeChoices(choices) })
    return choices
  }

  /** The GPU's own clock, or this thread's where waiting takes little of its own; null where neither will do. */
  async #clock(pool: BufferPool): Promise<KernelTimerOptions['clock'] | null> {
    const { opened, failure, now } = this.#options
    const { device } = opened
    if (device.features.has('timestamp-query')) {
      return (sequences) => shortestTimes({ device, pool, failure }, sequences)
    }
    const wall = { device, failure, now }
    const latency = await waitLatency(wall)
    return latency === null ? null : (sequences) => wallTimes(wall, latency, sequences)
  }
}

/** Whether nothing about a plan's convolutions is left to choose. */
export const isTuned = ({ convolutions, request }: Plan, choices: TileChoices): boolean =>
  convolutions.every(
    (task) => choices.has(taskKey(task)) || convTiles(task, request.profile).length === 1,
  )

const adapterKey = ({ adapterInfo }: OpenDevice): string => {
  const { vendor, architecture, device, description } = adapterInfo
  return JSON.stringify([vendor, architecture, device, description])
}

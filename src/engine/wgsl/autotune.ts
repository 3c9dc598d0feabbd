import type { OpenDevice } from '../device.ts'
import type { FailureWatch } from '../failure.ts'
import type { BufferPool } from './buffers.ts'
import { chooseTiles } from './choose-tiles.ts'
import { kernelTimer } from './kernel-timer.ts'
import { readChoices, taskKey, writeChoices, type TileChoices } from './kernels/conv-task.ts'
import { convTiles } from './kernels/conv-tiles.ts'
import { deviceProfile } from './limits.ts'
import type { PipelineCache } from './pipelines.ts'
import type { Plan } from './plan.ts'
import type { TileMemory } from './tile-memory.ts'

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

  /** Whether there is anything to measure, and a clock for it. Tiles of processors are known. */
  get able(): boolean {
    const { adapter, device } = this.#options.opened
    return !adapter.software && device.features.has('timestamp-query')
  }

  /** What was chosen for a plan's convolutions before. */
  async known({ convolutions }: Plan): Promise<TileChoices> {
    if (!this.able) return new Map()
    const { opened, memory } = this.#options
    const written = await memory.recall(adapterKey(opened))
    return readChoices(written, convolutions, deviceProfile(opened))
  }

  /** Choices for all of a plan's convolutions; what is not known is measured. */
  async choose(plan: Plan, pool: BufferPool): Promise<TileChoices> {
    const { convolutions } = plan
    const { opened, failure, pipelines, memory, now } = this.#options
    const profile = deviceProfile(opened)
    const key = adapterKey(opened)
    const written = await memory.recall(key)
    const known = readChoices(written, convolutions, profile)
    if (isTuned(plan, known)) return known
    const time = kernelTimer({ device: opened.device, failure, pipelines, pool })
    const choices = await chooseTiles({ tasks: convolutions, profile, known, time, now })
    await memory.remember(key, { ...written, ...writeChoices(choices) })
    return choices
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

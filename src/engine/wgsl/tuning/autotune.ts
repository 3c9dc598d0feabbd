import { MATRIX_FEATURE, type OpenDevice } from '../../device/device.ts'
import type { FailureWatch } from '../../failure.ts'
import type { BufferPool } from '../runtime/buffers/buffers.ts'
import { chooseTiles } from './choose-tiles.ts'
import { kernelCompiler, kernelTimer, type KernelTimerOptions } from './kernel-timer.ts'
import { readChoices, taskKey, writeChoices, type TileChoices } from '../kernels/conv/conv-task.ts'
import { convTiles } from '../kernels/conv/conv-tiles.ts'
import { deviceProfile } from '../plan/limits.ts'
import { shortestTimes } from '../runtime/dispatch-timer.ts'
import type { PipelineCache } from '../runtime/pipelines.ts'
import type { Plan } from '../plan/plan.ts'
import type { TileMemory } from './tile-memory.ts'
import { waitLatency, wallTimes } from './wall-clock.ts'

export interface TunerOptions {
  readonly opened: OpenDevice
  readonly failure: FailureWatch
  readonly pipelines: PipelineCache
  readonly memory: TileMemory
  readonly now: () => number
}

/** Chooses tiles for plans on one device by timing, and stores the choices. */
export class Tuner {
  readonly #options: TunerOptions

  constructor(options: TunerOptions) {
    this.#options = options
  }

  /** Whether timing is needed; software adapters have fixed tiles. */
  get able(): boolean {
    return !this.#options.opened.adapter.software
  }

  /** Earlier choices for a plan's convolutions. */
  async known({ convolutions }: Plan): Promise<TileChoices> {
    if (!this.able) return new Map()
    const { opened, memory } = this.#options
    const written = await memory.recall(adapterKey(opened))
    return readChoices(written, convolutions, deviceProfile(opened))
  }

  /** Choices for a plan's convolutions; unknown tasks are timed if there is a usable clock. */
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
    const { device } = opened
    const time = kernelTimer({ device, failure, pipelines, pool, clock })
    const compile = kernelCompiler({ failure, pipelines })
    const choices = await chooseTiles({ tasks: convolutions, profile, known, compile, time, now })
    await memory.remember(key, { ...written, ...writeChoices(choices) })
    return choices
  }

  /** The GPU's clock, or this thread's if waiting itself takes little time; null if neither is usable. */
  async #clock(pool: BufferPool): Promise<KernelTimerOptions['clock'] | null> {
    const { opened, failure, now } = this.#options
    const { device } = opened
    if (device.features.has('timestamp-query')) {
      return (sequences) =>
        shortestTimes({ device, pool, failure, isLate: lateAfter(now, MOST_TIME) }, sequences)
    }
    const wall = { device, failure, now }
    const latency = await waitLatency(wall)
    return latency === null
      ? null
      : (sequences) => wallTimes({ ...wall, isLate: lateAfter(now, MOST_TIME) }, latency, sequences)
  }
}

/** Time limit for the tiles of one task, in ms: a CPU mistaken for a GPU would take seconds for each. */
const MOST_TIME = 2000

function lateAfter(now: () => number, milliseconds: number): () => boolean {
  const end = now() + milliseconds
  return () => now() > end
}

/** Whether tiles are chosen for all of a plan's convolutions. */
export const isTuned = ({ convolutions, request }: Plan, choices: TileChoices): boolean =>
  convolutions.every(
    (task) => choices.has(taskKey(task)) || convTiles(task, request.profile).length === 1,
  )

/**
 * A key for adapters in stored choices: the adapter's name, or its features and limits if it has none; then whether
 * subgroup matrices were requested, since they add tiles.
 */
export const adapterKey = ({
  adapterInfo,
  adapterFeatures,
  device: opened,
}: OpenDevice): string => {
  const { vendor, architecture, device, description } = adapterInfo
  const named = [vendor, architecture, device, description]
  const added = opened.features.has(MATRIX_FEATURE) ? [MATRIX_FEATURE] : []
  if (named.some((word) => word !== '')) return JSON.stringify([...named, ...added])
  const { subgroupMinSize, subgroupMaxSize } = adapterInfo
  const limits: unknown[] = []
  // Limits are getters of a prototype.
  for (const name in opened.limits) limits.push(name, Reflect.get(opened.limits, name))
  return JSON.stringify([
    adapterFeatures.toSorted(),
    subgroupMinSize,
    subgroupMaxSize,
    limits,
    ...added,
  ])
}

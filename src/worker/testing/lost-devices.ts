import { onTestFinished, vi } from 'vitest'
import { openDevice, type OpenDevice } from '../../engine/device/device.ts'
import type { Engine, Snapshot } from '../../engine/engine.ts'
import { createWgslEngine } from '../../engine/wgsl/engine.ts'
import { testImages } from '../../engine/wgsl/testing/run.ts'
import { ShortTileMemory } from '../../engine/wgsl/tuning/tile-memory.ts'
import { startDawn } from '../../headless/device/dawn.ts'
import type { Splits } from '../../data/split.ts'
import { firstRecords } from '../../headless/images/subset.ts'
import { presetChoice, withFields } from '../../recipe/choice.ts'
import { wordBelow } from '../../random/stream.ts'
import type { TrainerEvent } from '../../trainer/events.ts'
import type { SavedRun, SavedRuns } from '../checkpoint/saved-run.ts'
import type { Command, TrainCommand } from '../protocol.ts'
import { Session } from '../session.ts'
import type { SessionData } from '../session-options.ts'
import { noShippedWeights } from './session.ts'

/** What a run is using the GPU for. */
export type Stage = 'building' | 'training' | 'testing' | 'saving'

export const STAGES: readonly Stage[] = ['building', 'training', 'testing', 'saving']

/** How a run ended: its last state and last event. */
export interface Ended {
  readonly end: Snapshot | null
  readonly last: TrainerEvent | undefined
}

const STEPS = 10

/** A short run of a narrow network, with a test after every four steps. */
export const SHORT_RUN: TrainCommand = {
  type: 'train',
  choice: withFields(presetChoice('tiny'), {
    'network.width': 0.25,
    batchSize: 16,
    precision: 'f32',
    length: { unit: 'steps', count: STEPS },
    averaging: { kind: 'lookahead', rho: 0.9, everySteps: 2 },
  }),
  seed: 3,
  dataset: 'sample',
  engine: 'wgsl',
}

/**
 * A moment in a stage, from a random word. The number of commands of a stage depends on timing: reading losses took 9 to 20
 * commands in addition to those of the steps, and a checkpoint needs one to three.
 */
export function momentIn(
  stage: Stage,
  word: number,
  counts: Readonly<Record<Stage, number>>,
): Loss {
  const sure: Readonly<Record<Stage, number>> = {
    building: Math.ceil(0.8 * counts.building),
    training: STEPS,
    testing: Math.ceil(0.8 * counts.testing),
    saving: 3,
  }
  return { stage, after: wordBelow(word, sure[stage]) }
}

/** Destroys a device after this many commands of a stage, counted from the previous loss. */
export interface Loss {
  readonly stage: Stage
  readonly after: number
}

/** Really destroys devices, one after the other, at commands to the GPU. */
export class DeviceLosses {
  stage: Stage = 'building'
  /** Commands since the last loss. */
  readonly counts: Record<Stage, number> = { building: 0, training: 0, testing: 0, saving: 0 }
  readonly #losses: Loss[]

  constructor(...losses: Loss[]) {
    this.#losses = losses
  }

  /** The number of losses still to come. */
  get left(): number {
    return this.#losses.length
  }

  watch({ device }: OpenDevice): void {
    let isLost = false
    const count = () => {
      if (isLost) return
      const { stage, counts } = this
      const [next] = this.#losses
      if (next?.stage === stage && next.after === counts[stage]) {
        this.#losses.shift()
        Object.assign(counts, { building: 0, training: 0, testing: 0, saving: 0 })
        isLost = true
        device.destroy()
      } else counts[stage]++
    }
    const { queue } = device
    const submit = queue.submit.bind(queue)
    vi.spyOn(queue, 'submit').mockImplementation((buffers) => {
      count()
      return submit(buffers)
    })
    const compile = device.createComputePipelineAsync.bind(device)
    vi.spyOn(device, 'createComputePipelineAsync').mockImplementation((descriptor) => {
      count()
      return compile(descriptor)
    })
  }

  /** Tracks the stage of an engine. */
  follow(engine: Engine): void {
    const during =
      <A extends unknown[], R>(stage: Stage, work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        this.stage = stage
        try {
          return await work(...args)
        } finally {
          this.stage = 'training'
        }
      }
    engine.evaluate = during('testing', engine.evaluate.bind(engine))
    engine.snapshot = during('saving', engine.snapshot.bind(engine))
  }
}

export interface GpuSessionOptions {
  readonly losses?: DeviceLosses
  readonly tiles?: ShortTileMemory
  /** Changes the opened device, for example its reported adapter. */
  readonly asOpened?: (opened: OpenDevice) => OpenDevice
  /** Micro-batches per step, if the run has no earlier ones. */
  readonly microBatches?: number
  /** Registers a cleanup for the end of the test. */
  readonly atEnd?: (end: () => void) => void
  /** Where checkpoints are saved; in memory by default. */
  readonly savedRuns?: SavedRuns
  /** Whether the worker dies with its device. */
  readonly dies?: boolean
  /** Where a run on the full set gets its images. */
  readonly full?: SessionData['full']
  /** How many devices can be opened before the adapter is gone. */
  readonly devices?: number
}

/** As many images as a short run takes. */
const fewOf = ({ train, test }: Splits): Splits => ({
  train: firstRecords(train, 64),
  test: firstRecords(test, 16),
})

/** A worker session on Dawn with devices that may be lost, and its events. */
export async function openGpuSession({
  losses = new DeviceLosses(),
  tiles = new ShortTileMemory(),
  asOpened = (opened) => opened,
  microBatches: requestedMicroBatches,
  atEnd = onTestFinished,
  devices = Infinity,
  dies = false,
  savedRuns: store,
  full = () => Promise.reject(new Error('This test has no full set.')),
}: GpuSessionOptions = {}) {
  const splits = fewOf(await testImages())
  const events: TrainerEvent[] = []
  const saved: SavedRun[] = []
  let opened: OpenDevice | null = null
  let opens = 0
  const unused = () => Promise.reject(new Error('Not used in this test.'))
  const deviceNow = async () => {
    if (opened) return opened
    opens++
    const fresh = await openDevice(opens <= devices ? startDawn() : undefined)
    void fresh.device.lost.then(() => {
      if (opened?.generation === fresh.generation) opened = null
    })
    losses.watch(fresh)
    opened = asOpened(fresh)
    return opened
  }
  let die = () => {}
  const dead = new Promise<void>((resolve) => (die = resolve))
  const savedRuns: SavedRuns = {
    // Saving takes no time, so every checkpoint is saved.
    savingMs: 0,
    save(run) {
      saved.push(run)
      store?.save(run)
    },
    load: async () => (store ? store.load() : (saved.at(-1) ?? null)),
  }
  const session = new Session({
    data: {
      announce: () => {},
      download: unused,
      pause: () => {},
      cancel: unused,
      delete: unused,
      import: unused,
      isComplete: false,
      full: async (signal) => {
        const all = await full(signal)
        return all && fewOf(all)
      },
      sample: async () => splits,
    },
    engines: {
      describe: unused,
      async create(_name, spec, { microBatches = requestedMicroBatches }) {
        losses.stage = 'building'
        const engine = await createWgslEngine(await deviceNow(), spec, {
          tileMemory: tiles,
          ...(microBatches !== undefined && { microBatches }),
        })
        losses.stage = 'training'
        atEnd(() => engine.dispose())
        losses.follow(engine)
        return engine
      },
      createForInference: unused,
      trainingRate: unused,
      peak: unused,
      selfTest: unused,
    },
    savedRuns,
    shippedWeights: noShippedWeights,
    post: (event) => {
      if (event.type === 'trainer') events.push(event.event)
    },
    now: () => 0,
    wait: async () => {
      if (!dies) return
      die()
      await new Promise(() => {})
    },
    time: () => 0,
    code: 'test',
  })
  atEnd(() => opened?.device.destroy())
  const run = async (command: Command = SHORT_RUN): Promise<Ended> => {
    await Promise.race([session.handle(command), dead])
    const end = (await savedRuns.load())?.checkpoint.snapshot ?? null
    return { end, last: events.at(-1) }
  }
  return { session, run, events, saved, opens: () => opens }
}

/** How a run ends that loses no device, and how many commands each of its stages has. */
export async function undisturbedRun(): Promise<{
  readonly ended: Ended
  readonly counts: Readonly<Record<Stage, number>>
}> {
  const losses = new DeviceLosses()
  const ends: (() => void)[] = []
  const session = await openGpuSession({ losses, atEnd: (end) => ends.push(end) })
  const ended = await session.run()
  for (const end of ends) end()
  return { ended, counts: losses.counts }
}

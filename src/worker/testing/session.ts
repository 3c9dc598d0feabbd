import { presetChoice } from '../../recipe/choice.ts'
import { allocateRecords, type Splits } from '../../data/split.ts'
import { ScriptedEngine } from '../../trainer/testing/scripted-engine.ts'
import type { SelfTest } from '../../engine/wgsl/selftest/self-test.ts'
import type { SavedRun } from '../checkpoint/saved-run.ts'
import type { AdapterReport, TrainCommand, WorkerEvent } from '../protocol.ts'
import { Session } from '../session.ts'
import type { SessionData } from '../session-options.ts'

/** Images of a session in tests. */
const SPLITS: Splits = { train: allocateRecords(96), test: allocateRecords(10) }
export const TRAIN: TrainCommand = {
  type: 'train',
  choice: presetChoice('tiny'),
  seed: 1,
  dataset: 'sample',
  engine: 'tfjs',
}

export const PEAK = { flopsPerSecond: { f32: 1e13, f16: null }, bytesPerSecond: 1e12 }

export const ESTIMATE = {
  type: 'estimate',
  choice: presetChoice('page-79'),
  engine: 'tfjs',
} as const

export const GPU: AdapterReport = {
  name: 'a GPU',
  backend: 'webgpu',
  software: false,
  shaderF16: true,
  missing: null,
  details: null,
}

interface Overrides {
  readonly data?: Partial<SessionData>
  readonly adapter?: AdapterReport
  readonly selfTest?: SelfTest
  readonly shippedWeights?: () => Promise<Uint8Array<ArrayBuffer>>
  readonly onStep?: (step: number) => void
  /** The first engine's steps never end. */
  readonly hangs?: boolean
}

/** A session whose engines compute nothing, with its events and calls. */
export function openSession(overrides: Overrides = {}) {
  const events: WorkerEvent[] = []
  const calls: string[] = []
  const saved: SavedRun[] = []
  const engines: ScriptedEngine[] = []
  const addEngine = () => {
    const engine = new ScriptedEngine(() => 1, overrides.onStep)
    if (overrides.hangs && engines.length === 0) engine.metrics = () => new Promise(() => {})
    engine.dispose = () => calls.push('dispose')
    engines.push(engine)
    return engine
  }
  const session = new Session({
    data: {
      announce: () => calls.push('announce'),
      download: async () => void calls.push('download'),
      pause: () => calls.push('pause'),
      cancel: async () => void calls.push('cancel'),
      delete: async () => void calls.push('delete'),
      import: async (files) => void calls.push(`import ${files.length}`),
      isComplete: true,
      full: async () => SPLITS,
      sample: async () => SPLITS,
      ...overrides.data,
    },
    engines: {
      describe: async () => {
        if (!overrides.adapter) throw new Error('No adapter.')
        return overrides.adapter
      },
      create: async (_name, _spec, { onKernels }) => {
        onKernels?.({ compiled: 1, total: 2 })
        return addEngine()
      },
      createForInference: async () => addEngine(),
      trainingRate: () => new Promise((resolve) => setTimeout(() => resolve(1e12), 0)),
      peak: async () => {
        calls.push('peak')
        return PEAK
      },
      selfTest: async () => overrides.selfTest ?? { unavailable: 'No WebGPU.' },
    },
    savedRuns: {
      savingMs: 0,
      save: (run) => saved.push(run),
      load: async () => saved.at(-1) ?? null,
    },
    shippedWeights: overrides.shippedWeights ?? noShippedWeights,
    post: (event) => events.push(event),
    now: () => performance.now(),
    wait: async (milliseconds) => void calls.push(`wait ${milliseconds}`),
    time: () => 1000,
    code: 'abc1234',
  })
  const trainerEvents = () =>
    events.flatMap((event) => (event.type === 'trainer' ? [event.event.type] : []))
  return { session, events, calls, engines, saved, trainerEvents }
}

/** For sessions that don't use the shipped network. */
export const noShippedWeights = (): Promise<never> =>
  Promise.reject(new Error('This test has no shipped network.'))

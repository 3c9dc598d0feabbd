import { presetChoice } from '../recipe/choice.ts'
import { allocateRecords, type Splits } from '../data/split.ts'
import { ScriptedEngine } from '../trainer/scripted-engine.ts'
import type { SelfTest } from '../engine/wgsl/selftest/self-test.ts'
import type { KeptRun } from './kept-run.ts'
import type { AdapterReport, TrainCommand, WorkerEvent } from './protocol.ts'
import { Session } from './session.ts'
import type { SessionData } from './session-options.ts'

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
  readonly onStep?: (step: number) => void
  /** The first engine's steps never end. */
  readonly hangs?: boolean
}

/** A session whose engines compute nothing, and what it says and does. */
export function openSession(overrides: Overrides = {}) {
  const events: WorkerEvent[] = []
  const calls: string[] = []
  const kept: KeptRun[] = []
  const engines: ScriptedEngine[] = []
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
      create: async (_name, _spec, onKernels) => {
        onKernels({ compiled: 1, total: 2 })
        const engine = new ScriptedEngine(() => 1, overrides.onStep)
        if (overrides.hangs && engines.length === 0) engine.metrics = () => new Promise(() => {})
        engine.dispose = () => calls.push('dispose')
        engines.push(engine)
        return engine
      },
      trainingRate: () => new Promise((resolve) => setTimeout(() => resolve(1e12), 0)),
      peak: async () => {
        calls.push('peak')
        return PEAK
      },
      logitSteps: async ({ share, chosen, targets }) => ({
        share,
        images: chosen.length,
        before: [],
        after: targets.map(() => []),
      }),
      selfTest: async () => overrides.selfTest ?? { unavailable: 'No WebGPU.' },
    },
    kept: {
      refusal: null,
      save: (run) => kept.push(run),
      load: async () => kept.at(-1) ?? null,
      clear: async () => void kept.splice(0),
    },
    post: (event) => events.push(event),
    now: () => performance.now(),
    time: () => 1000,
    code: 'abc1234',
  })
  const trainerEvents = () =>
    events.flatMap((event) => (event.type === 'trainer' ? [event.event.type] : []))
  return { session, events, calls, engines, kept, trainerEvents }
}

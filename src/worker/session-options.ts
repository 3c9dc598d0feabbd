import type { Splits } from '../data/split.ts'
import type { Engine, EngineName, EngineSpec } from '../engine/engine.ts'
import type { LogitSteps, LogitStepsOptions } from '../engine/logit-steps.ts'
import type { Peak, Unavailable } from '../engine/profile.ts'
import type { SelfTest } from '../engine/wgsl/selftest/self-test.ts'
import type { KeptRuns } from './kept-run.ts'
import type { AdapterReport, KernelProgress, WorkerEvent } from './protocol.ts'

/** What the session needs of the data set; `src/data/dataset.ts` has it. */
export interface SessionData {
  announce(): void
  download(): Promise<void>
  pause(): void
  cancel(): Promise<void>
  delete(): Promise<void>
  import(files: readonly File[]): Promise<void>
  /** Whether the full set is here. */
  readonly isComplete: boolean
  /** The full set, downloaded first where it is not here; null if that was cancelled or `signal` aborts. */
  full(signal: AbortSignal): Promise<Splits | null>
  sample(): Promise<Splits>
}

export interface SessionEngines {
  describe(): Promise<AdapterReport>
  create(
    name: EngineName,
    spec: EngineSpec,
    onKernels: (progress: KernelProgress) => void,
  ): Promise<Engine>
  /** FLOP/s of training here, measured in about two seconds. */
  trainingRate(name: EngineName): Promise<number>
  /** The test of all kernels on this GPU. */
  selfTest(): Promise<SelfTest | Unavailable>
  /** What small steps along mean logits' gradients do; computed by TensorFlow.js, whichever engine trained. */
  logitSteps(options: LogitStepsOptions): Promise<LogitSteps>
  /** What the GPU can do at best; measured when first asked for, in about two seconds. */
  peak(): Promise<Peak | Unavailable>
}

export interface SessionOptions {
  readonly data: SessionData
  readonly engines: SessionEngines
  readonly kept: KeptRuns
  readonly post: (event: WorkerEvent) => void
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Milliseconds since 1970. */
  readonly time: () => number
  /** The commit of lab94. */
  readonly code: string
}

export const RELOAD = 'Reload the page and try again.'

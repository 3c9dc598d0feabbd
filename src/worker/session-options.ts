import type { Splits } from '../data/split.ts'
import type { DownloadKind } from '../data/status.ts'
import type { Engine, EngineName, EngineSpec } from '../engine/engine.ts'
import type { Peak, Unavailable } from '../engine/inspection/profile.ts'
import type { SelfTest } from '../engine/wgsl/selftest/self-test.ts'
import type { SavedRuns } from './checkpoint/saved-run.ts'
import type { AdapterReport, KernelProgress, WorkerEvent } from './protocol.ts'

/** The part of the data set that a session uses; see `src/data/dataset.ts`. */
export interface SessionData {
  announce(): void
  download(from?: DownloadKind): Promise<void>
  pause(): void
  cancel(): Promise<void>
  delete(): Promise<void>
  import(files: readonly File[]): Promise<void>
  /** Whether the full set is stored. */
  readonly isComplete: boolean
  /** The full set, downloaded if necessary; null if cancelled or `signal` aborts. */
  full(signal: AbortSignal): Promise<Splits | null>
  sample(): Promise<Splits>
}

export interface CreateOptions {
  readonly onKernels?: (progress: KernelProgress) => void
  /** Replaces an engine whose device was lost. Must use the same backend, since another one computes other bits. */
  readonly replaces?: boolean
  /** Micro-batches per step of the interrupted run. */
  readonly microBatches?: number
}

export interface SessionEngines {
  describe(): Promise<AdapterReport>
  create(name: EngineName, spec: EngineSpec, options: CreateOptions): Promise<Engine>
  /** A TensorFlow.js engine for a few forward passes, on the fastest backend for those. */
  createForInference(spec: EngineSpec): Promise<Engine>
  /** FLOP/s of training here, measured in about two seconds. */
  trainingRate(name: EngineName): Promise<number>
  /** The test of all kernels on this GPU. */
  selfTest(): Promise<SelfTest | Unavailable>
  /** The GPU's peak performance; measured on first use, in about two seconds. */
  peak(): Promise<Peak | Unavailable>
}

export interface SessionOptions {
  readonly data: SessionData
  readonly engines: SessionEngines
  readonly savedRuns: SavedRuns
  /** Fetches the weights of the shipped network. */
  readonly shippedWeights: () => Promise<Uint8Array<ArrayBuffer>>
  readonly post: (event: WorkerEvent) => void
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
  /** Milliseconds since 1970. */
  readonly time: () => number
  /** The commit of lab94. */
  readonly code: string
}

export const RELOAD = 'Reload the page and try again.'

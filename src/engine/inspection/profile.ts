/** A measurement that isn't available here, and why, in a sentence. */
export interface Unavailable {
  readonly unavailable: string
}

/** One dispatch of a training step. */
export interface ProfiledKernel {
  readonly phase: string
  /** The layer it belongs to. */
  readonly layer: string
  /** What it computes, and for which shapes. */
  readonly kernel: string
  /** Of all its runs in a step; 0 if shorter than the clock's resolution. */
  readonly milliseconds: number
  /** Multiply-adds count two. */
  readonly flops: number
  /** Bytes that it may access, each counted once per run. */
  readonly bytes: number
}

/** Where the time of a training step goes, in the order of its dispatches; an update of the average is one of them. */
export interface Profile {
  readonly precision: 'f16' | 'f32'
  readonly batchSize: number
  /** Micro-batches of a step. */
  readonly microBatches: number
  readonly kernels: readonly ProfiledKernel[]
}

/** The measured peak performance of a GPU. */
export interface Peak {
  /** Multiply-adds count two; null if the device has no f16. */
  readonly flopsPerSecond: { readonly f32: number; readonly f16: number | null }
  /** Bytes read and bytes written in a copy, together. */
  readonly bytesPerSecond: number
}

/** The peak operations per second in a precision. */
export const peakFlops = ({ flopsPerSecond }: Peak, precision: 'f16' | 'f32'): number =>
  (precision === 'f16' ? flopsPerSecond.f16 : null) ?? flopsPerSecond.f32

/**
 * The share of the peak that some work reached: its time at the peak of operations or of memory, whichever is longer,
 * over the time it took. Null if the time was too short to measure. Source: Williams et al., "Roofline", 2009.
 */
export function shareOfPeak(
  { milliseconds, flops, bytes }: Pick<ProfiledKernel, 'milliseconds' | 'flops' | 'bytes'>,
  peak: Peak,
  precision: 'f16' | 'f32',
): number | null {
  if (milliseconds <= 0) return null
  const seconds = Math.max(flops / peakFlops(peak, precision), bytes / peak.bytesPerSecond)
  return (1000 * seconds) / milliseconds
}

import { trustedScript } from '../../trusted-types/trusted-script.ts'
import script from './parquet-worker.ts?worker&url'
import type { ParquetWorker } from './read-apart.ts'

/** A worker for one file; null if workers can't create workers, as in Safari before 15.5. */
export function startParquetWorker(): ParquetWorker | null {
  // Typed as always defined.
  const Constructor: typeof Worker | undefined = globalThis.Worker
  if (Constructor === undefined) return null
  return new Constructor(trustedScript(new URL(script, location.href)), { type: 'module' })
}

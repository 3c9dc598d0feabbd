import type { Run } from '../../runs/run.ts'
import type { AdapterReport } from '../../worker/protocol.ts'
import { GPU } from './texts.ts'

const TEXT = GPU.precision

/** Which precision this GPU trains in and why: the last run's reason, else what the adapter allows. */
export function precisionWords(adapter: AdapterReport, run: Run | null): string {
  const { details, software } = adapter
  if (details === null) return TEXT.fallback
  if (details.noF16Reason !== null) return TEXT.without(details.noF16Reason)
  const engine = run?.plan?.engine
  if (engine !== undefined) return TEXT.run(engine.precision, engine.precisionReason)
  return software ? TEXT.processor : TEXT.both
}

import type { LossOf } from '../../view.ts'
import type { Curve } from './curves.ts'

/** Which curves' losses can be compared. */
interface ComparableLosses {
  /** The label smoothing that all of them include. */
  readonly smoothing: number
  readonly drawn: readonly Curve[]
  /** Curves with another label smoothing, which can't be compared with the drawn ones. */
  readonly others: readonly Curve[]
}

/** The curves with the least label smoothing in their losses, so plain cross-entropy if any has it, and the others. */
export function comparableLosses(curves: readonly Curve[], lossOf: LossOf): ComparableLosses {
  const all = curves.map(({ smoothing }) => smoothing[lossOf])
  const smoothing = all.length === 0 ? 0 : Math.min(...all)
  return {
    smoothing,
    drawn: curves.filter((_, i) => all[i] === smoothing),
    others: curves.filter((_, i) => all[i] !== smoothing),
  }
}

import type { LabState } from '../../runs/store/lab-state.ts'
import { LatePart } from '../controls/late-part.tsx'
import { LateProblemReport } from '../report/late-report.ts'

type Shown = NonNullable<LabState['problem']>

/** What went wrong, what to do, and a report to copy. */
export function Problem({ problem: { code, message, advice } }: { problem: Shown }) {
  return (
    <div className="note" role="alert">
      <p>
        <b>{message}</b>
      </p>
      <p>{advice}</p>
      <LatePart>
        <LateProblemReport code={code} />
      </LatePart>
    </div>
  )
}

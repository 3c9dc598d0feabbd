import { useStore } from 'zustand'
import { recentEvents } from '../../runs/live/recent-events.ts'
import { longestTask } from '../beside-run/longest-task.ts'
import { COMMIT } from '../words/commit.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { gpuReport } from '../gpu/report.ts'
import { useLabItself } from '../context/lab-context.ts'
import { errorLines } from './error-lines.ts'
import './report.css'
import { REPORT } from './texts.ts'

interface ProblemReportProps {
  /** The caught error; null if the lab's state already describes it. */
  readonly error?: unknown
  /** See docs/errors.md. */
  readonly code?: string | undefined
}

/** A collapsible section with everything for a bug report, to read and copy. */
export function ProblemReport({ error = null, code }: ProblemReportProps) {
  const { store } = useLabItself()
  const { milliseconds: longest } = useStore(longestTask)
  const text = () =>
    [
      ...(code === undefined ? [] : [`- Code: ${code}\n`]),
      ...errorLines(error, location.origin),
      gpuReport({ ...store.getState(), longest }, { userAgent: navigator.userAgent, code: COMMIT }),
      `- Last events: ${recentEvents().join(', ')}\n`,
    ].join('')
  return (
    <details className="problem-report">
      <summary>{code === undefined ? REPORT.title : REPORT.titleOf(code)}</summary>
      <p className="second">{REPORT.why}</p>
      <textarea readOnly aria-label={REPORT.title} rows={8} value={text()} />
      <CopyButton done={REPORT.copied} text={text}>
        {REPORT.copy}
      </CopyButton>
    </details>
  )
}

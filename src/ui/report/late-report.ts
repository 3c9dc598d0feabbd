import { lazy } from 'react'

/** The error report, loaded only when something goes wrong. */
export const ProblemReport = lazy(async () => ({
  default: (await import('./problem-report.tsx')).ProblemReport,
}))

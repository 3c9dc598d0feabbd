import { lazy } from 'react'

/** The error report, loaded only when something goes wrong. */
export const LateProblemReport = lazy(async () => ({
  default: (await import('./problem-report.tsx')).ProblemReport,
}))

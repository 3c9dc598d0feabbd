import { useMemo } from 'react'
import type { RunRequest } from '../../runs/run.ts'
import { useLab } from '../lab-context.ts'

/** The network that the worker can look into, and how far it has come. */
export interface Subject {
  readonly request: RunRequest
  /** Steps taken. */
  readonly step: number
}

/** That of the run under way or of the last one; null before the first. */
export function useSubject(): Subject | null {
  const run = useLab((state) => state.run)
  const kept = useLab((state) => state.kept)
  const last = run !== null && (run.plan !== null || kept === null) ? run : null
  const request = last?.request ?? kept?.request ?? null
  const step = last?.steps ?? kept?.step ?? 0
  const built = last === null || last.plan !== null
  return useMemo(
    () => (request === null || !built ? null : { request, step }),
    [request, step, built],
  )
}

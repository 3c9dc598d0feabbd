import { useMemo } from 'react'
import { isUnderWay, type RunRequest } from '../../runs/run.ts'
import { useLab } from '../context/lab-context.ts'

/** The network that the worker can inspect, with its step. */
export interface InspectedRun {
  readonly request: RunRequest
  /** Steps taken; 0 during training, so that the view doesn't render at each step. */
  readonly step: number
}

/** The current or the last run; null before the first. */
export function useInspectedRun(): InspectedRun | null {
  const request = useLab(({ run, saved }) => {
    if (run === null || (run.plan === null && saved !== null)) return saved?.request ?? null
    return run.plan === null ? null : run.request
  })
  const trains = useLab(({ run }) => run !== null && isUnderWay(run))
  const steps = useLab(({ run, saved }) =>
    trains ? 0 : run === null || run.plan === null ? saved?.step : run.steps,
  )
  const step = steps ?? 0
  return useMemo(() => (request === null ? null : { request, step }), [request, step])
}

/** Steps that its network has been trained for. */
export const useStepsTaken = (): number =>
  useLab(({ run, saved }) => (run === null || run.plan === null ? saved?.step : run.steps) ?? 0)

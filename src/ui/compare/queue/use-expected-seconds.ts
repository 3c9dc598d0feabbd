import { useMemo } from 'react'
import { canonicalJson } from '../../../runs/record/canonical.ts'
import { expectedSeconds } from '../../../runs/queue/expected.ts'
import type { RunRequest } from '../../../runs/run.ts'
import { useLab } from '../../context/lab-context.ts'
import { useEntries } from '../use-runs.ts'

type Expected = (request: RunRequest) => number | null

/** Expected time of a run here; null if unknown. */
export function useExpectedSeconds(): Expected {
  const entries = useEntries()
  const estimates = useLab((state) => state.estimates)
  return useMemo(
    () => knownOnce((request) => expectedSeconds(request, entries, estimates)),
    [entries, estimates],
  )
}

/** The total time; null if one is unknown. */
export const inAll = (requests: readonly RunRequest[], expected: Expected): number | null =>
  requests.reduce<number | null>((sum, request) => {
    const one = expected(request)
    return sum === null || one === null ? null : sum + one
  }, 0)

/** Computes each recipe's time once, whatever the seed. */
function knownOnce(expected: Expected): Expected {
  const known = new Map<string, number | null>()
  return (request) => {
    const key = canonicalJson([request.choice, request.dataset, request.engine])
    const seconds = known.get(key) ?? expected(request)
    known.set(key, seconds)
    return seconds
  }
}

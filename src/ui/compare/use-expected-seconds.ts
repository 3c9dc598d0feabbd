import { useMemo } from 'react'
import { canonicalJson } from '../../runs/record/canonical.ts'
import { expectedSeconds } from '../../runs/queue/expected.ts'
import type { RunRequest } from '../../runs/run.ts'
import { useLab } from '../lab-context.ts'
import { useEntries } from './use-runs.ts'

type Expected = (request: RunRequest) => number | null

/** How long a run would take here; null where that cannot be told. */
export function useExpectedSeconds(): Expected {
  const entries = useEntries()
  const estimates = useLab((state) => state.estimates)
  return useMemo(
    () => knownOnce((request) => expectedSeconds(request, entries, estimates)),
    [entries, estimates],
  )
}

/** Tells the times of all of them together; null where one cannot be told. */
export const inAll = (requests: readonly RunRequest[], expected: Expected): number | null =>
  requests.reduce<number | null>((sum, request) => {
    const one = expected(request)
    return sum === null || one === null ? null : sum + one
  }, 0)

/** Works out each recipe's time once, whatever the seed. */
function knownOnce(expected: Expected): Expected {
  const known = new Map<string, number | null>()
  return (request) => {
    const key = canonicalJson([request.choice, request.dataset, request.engine])
    const seconds = known.get(key) ?? expected(request)
    known.set(key, seconds)
    return seconds
  }
}

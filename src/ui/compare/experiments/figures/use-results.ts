import { useMemo } from 'react'
import type { Experiment } from '../../../../experiments/experiment.ts'
import type { Results } from '../../../../experiments/outcome.ts'
import { resultsOf } from '../../../../experiments/results.ts'
import { useEntries } from '../../use-runs.ts'

/** The results of an experiment so far. */
export function useResults(experiment: Experiment): Results {
  const entries = useEntries()
  return useMemo(() => resultsOf(experiment, entries), [experiment, entries])
}

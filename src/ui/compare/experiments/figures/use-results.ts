import { useMemo } from 'react'
import type { Experiment } from '../../../../experiments/experiment.ts'
import { type Results, resultsOf } from '../../../../experiments/results.ts'
import { useEntries } from '../../use-runs.ts'

/** What is known of an experiment by now. */
export function useResults(experiment: Experiment): Results {
  const entries = useEntries()
  return useMemo(() => resultsOf(experiment, entries), [experiment, entries])
}

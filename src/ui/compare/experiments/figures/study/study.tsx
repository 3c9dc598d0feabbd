import type { ReactNode } from 'react'
import type { Experiment } from '../../../../../experiments/experiment.ts'
import type { Results } from '../../../../../experiments/outcome.ts'
import { ExperimentHead } from '../../experiment-head.tsx'

interface StudyProps {
  readonly experiment: Experiment
  readonly results: Results
  readonly title: string
  readonly words: string
  /** A computed summary of the results. */
  readonly statement: string
  readonly children: ReactNode
  readonly onRemove: (id: string) => void
}

/** An experiment on the page: its name and progress, a summary in words, then its figure. */
export function Study({ statement, children, ...head }: StudyProps) {
  return (
    <section className="wide-row study-row">
      <ExperimentHead {...head} />
      <p className="statement">{statement}</p>
      {children}
    </section>
  )
}

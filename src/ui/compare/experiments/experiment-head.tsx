import type { Experiment } from '../../../experiments/experiment.ts'
import type { Results } from '../../../experiments/outcome.ts'
import { useStore } from 'zustand'
import { openItems } from '../../../runs/queue/queue.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { EXPERIMENTS } from './texts.ts'

const TEXT = EXPERIMENTS.panel

interface ExperimentHeadProps {
  readonly experiment: Experiment
  readonly results: Results
  readonly title: string
  readonly words: string
  readonly onRemove: (id: string) => void
}

/** An experiment's name and progress, with buttons that queue the missing runs or remove the experiment. */
export function ExperimentHead(props: ExperimentHeadProps) {
  const { experiment, results, title, words, onRemove } = props
  const { queue } = useRunLibrary()
  const waiting = useStore(queue.store, (state) =>
    openItems(state).some((item) => item.experiment === experiment.id),
  )
  const { done, all } = results
  const missing = results.missing.length
  return (
    <div className="section-head ruled">
      <h2 className="h2">{title}</h2>
      <span className="caption">
        {words}; {TEXT.runs(done, all)}
      </span>
      <span className="experiment-buttons">
        {missing > 0 && !waiting && (
          <button
            type="button"
            className="button small"
            onClick={() => queue.add(results.missing, experiment.id)}
          >
            {TEXT.resume(missing)}
          </button>
        )}
        <button type="button" className="button small" onClick={() => onRemove(experiment.id)}>
          {TEXT.remove}
        </button>
      </span>
    </div>
  )
}

import type { Experiment } from '../../../experiments/experiment.ts'
import type { Results } from '../../../experiments/results.ts'
import { useStore } from 'zustand'
import { openItems } from '../../../runs/queue/queue.ts'
import { useKeeping } from '../../keeping-context.ts'
import { EXPERIMENTS } from './texts.ts'

const TEXT = EXPERIMENTS.panel

interface ExperimentHeadProps {
  readonly experiment: Experiment
  readonly results: Results
  readonly title: string
  readonly words: string
  readonly onForget: (id: string) => void
}

/** An experiment's name and how far it is, with keys to run what is missing and to put it away. */
export function ExperimentHead(props: ExperimentHeadProps) {
  const { experiment, results, title, words, onForget } = props
  const { queue } = useKeeping()
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
      <span className="experiment-keys">
        {missing > 0 && !waiting && (
          <button
            type="button"
            className="key small"
            onClick={() => queue.add(results.missing, experiment.id)}
          >
            {TEXT.resume(missing)}
          </button>
        )}
        <button type="button" className="key small" onClick={() => onForget(experiment.id)}>
          {TEXT.forget}
        </button>
      </span>
    </div>
  )
}

import { use } from 'react'
import { useStore } from 'zustand'
import { conduct } from '../../../experiments/conductor.ts'
import { Experiments } from '../../../experiments/experiments.ts'
import type { RunLibrary } from '../../../runs/run-library.ts'
import type { Lab } from '../../../runs/store/store.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { useLabItself } from '../../context/lab-context.ts'
import './experiments.css'
import { Figure } from './figures/figure.tsx'
import { NewExperiment } from './new-experiment.tsx'

let opened: { readonly of: RunLibrary; readonly experiments: Promise<Experiments> } | null = null

/** The stored experiments, opened once and updated from then on. */
function openExperiments(library: RunLibrary, lab: Lab): Promise<Experiments> {
  if (opened?.of !== library) {
    opened = { of: library, experiments: openAndConduct(library, lab) }
  }
  return opened.experiments
}

async function openAndConduct(
  { disk, history, queue }: RunLibrary,
  lab: Lab,
): Promise<Experiments> {
  const experiments = await Experiments.open(disk, (error) => history.report(error))
  conduct({ experiments, lab, history, queue })
  return experiments
}

/** Every experiment's figure so far, and buttons that start new ones. */
export function ExperimentsPanel() {
  const experiments = use(openExperiments(useRunLibrary(), useLabItself()))
  const all = useStore(experiments.store)
  return (
    <>
      {all.map((experiment) => (
        <Figure
          key={experiment.id}
          experiment={experiment}
          onRemove={(id) => experiments.remove(id)}
        />
      ))}
      <NewExperiment onBegin={(spec) => experiments.begin(spec)} />
    </>
  )
}

import { use } from 'react'
import { useStore } from 'zustand'
import { conduct } from '../../../experiments/conductor.ts'
import { Experiments } from '../../../experiments/experiments.ts'
import type { Keeping } from '../../../runs/keeping.ts'
import type { Lab } from '../../../runs/store.ts'
import { useKeeping } from '../../keeping-context.ts'
import { useLabItself } from '../../lab-context.ts'
import './experiments.css'
import { Figure } from './figure.tsx'
import { NewExperiment } from './new-experiment.tsx'

let opened: { readonly of: Keeping; readonly experiments: Promise<Experiments> } | null = null

/** The experiments of what is kept; opened once, and carried on from then. */
function openExperiments(keeping: Keeping, lab: Lab): Promise<Experiments> {
  if (opened?.of !== keeping) {
    opened = { of: keeping, experiments: openAndConduct(keeping, lab) }
  }
  return opened.experiments
}

async function openAndConduct({ disk, history, queue }: Keeping, lab: Lab): Promise<Experiments> {
  const experiments = await Experiments.open(disk, (error) => history.report(error))
  conduct({ experiments, lab, history, queue })
  return experiments
}

/** Every experiment's picture, as far as it is run, and keys to begin others. */
export function ExperimentsPanel() {
  const experiments = use(openExperiments(useKeeping(), useLabItself()))
  const all = useStore(experiments.store)
  return (
    <>
      {all.map((experiment) => (
        <Figure
          key={experiment.id}
          experiment={experiment}
          onForget={(id) => experiments.remove(id)}
        />
      ))}
      <NewExperiment onBegin={(plan) => experiments.begin(plan)} />
    </>
  )
}

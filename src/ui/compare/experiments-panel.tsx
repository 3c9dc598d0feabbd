import { use } from 'react'
import { useStore } from 'zustand'
import { Experiments } from '../../experiments/experiments.ts'
import type { Keeping } from '../../runs/keeping.ts'
import { useKeeping } from '../keeping-context.ts'
import { AblationFigure } from './ablation-figure.tsx'
import { LadderFigure } from './ladder-figure.tsx'
import { NewExperiment } from './new-experiment.tsx'

let opened: { readonly of: Keeping; readonly experiments: Promise<Experiments> } | null = null

/** The experiments of what is kept; opened once. */
function openExperiments(keeping: Keeping): Promise<Experiments> {
  if (opened?.of !== keeping) {
    const report = (error: unknown) => keeping.history.report(error)
    opened = { of: keeping, experiments: Experiments.open(keeping.disk, report) }
  }
  return opened.experiments
}

/** Ladders and ablations: their pictures, as far as they are run, and keys to begin others. */
export function ExperimentsPanel() {
  const experiments = use(openExperiments(useKeeping()))
  const all = useStore(experiments.store)
  const forget = (id: string) => experiments.remove(id)
  return (
    <>
      {all.map((experiment) =>
        experiment.kind === 'ladder' ? (
          <LadderFigure key={experiment.id} ladder={experiment} onForget={forget} />
        ) : (
          <AblationFigure key={experiment.id} ablation={experiment} onForget={forget} />
        ),
      )}
      <NewExperiment onBegin={(plan) => experiments.begin(plan)} />
    </>
  )
}

import type { Experiment } from '../../../experiments/experiment.ts'
import { AblationFigure } from './ablation-figure.tsx'
import { DynamicsFigure } from './dynamics-figure.tsx'
import { FlatFigure } from './flat-figure.tsx'
import { ForgettingFigure } from './forgetting-figure.tsx'
import { LadderFigure } from './ladder-figure.tsx'
import { PlacesFigure } from './places-figure.tsx'
import { RegimesFigure } from './regimes-figure.tsx'
import { StressFigure } from './stress-figure.tsx'
import { TunerFigure } from './tuner-figure.tsx'

export interface FigureProps<E extends Experiment> {
  readonly experiment: E
  readonly onForget: (id: string) => void
}

/** The picture of an experiment, whatever its kind. */
export function Figure({ experiment, onForget }: FigureProps<Experiment>) {
  switch (experiment.kind) {
    case 'ladder':
      return <LadderFigure experiment={experiment} onForget={onForget} />
    case 'ablation':
      return <AblationFigure experiment={experiment} onForget={onForget} />
    case 'places':
      return <PlacesFigure experiment={experiment} onForget={onForget} />
    case 'tuner':
      return <TunerFigure experiment={experiment} onForget={onForget} />
    case 'flatDirections':
      return <FlatFigure experiment={experiment} onForget={onForget} />
    case 'regimes':
      return <RegimesFigure experiment={experiment} onForget={onForget} />
    case 'forgetting':
      return <ForgettingFigure experiment={experiment} onForget={onForget} />
    case 'dynamics':
      return <DynamicsFigure experiment={experiment} onForget={onForget} />
    case 'stress':
      return <StressFigure experiment={experiment} onForget={onForget} />
  }
}

import type { Experiment } from '../../../../experiments/experiment.ts'
import { AblationFigure } from './ablation-figure.tsx'
import { DynamicsFigure } from './dynamics-figure.tsx'
import type { FigureProps } from './figure-props.ts'
import './figures.css'
import { FlatFigure } from './flat-figure.tsx'
import { ForgettingFigure } from './forgetting-figure.tsx'
import { LadderFigure } from './ladder-figure.tsx'
import { StagesFigure } from './stages-figure.tsx'
import { RegimesFigure } from './regimes-figure.tsx'
import { StressFigure } from './stress-figure.tsx'
import { TunerFigure } from './tuner-figure.tsx'

/** The figure of an experiment of any kind. */
export function Figure({ experiment, onRemove }: FigureProps<Experiment>) {
  switch (experiment.kind) {
    case 'ladder':
      return <LadderFigure experiment={experiment} onRemove={onRemove} />
    case 'ablation':
      return <AblationFigure experiment={experiment} onRemove={onRemove} />
    case 'places':
      return <StagesFigure experiment={experiment} onRemove={onRemove} />
    case 'tuner':
      return <TunerFigure experiment={experiment} onRemove={onRemove} />
    case 'flatDirections':
      return <FlatFigure experiment={experiment} onRemove={onRemove} />
    case 'regimes':
      return <RegimesFigure experiment={experiment} onRemove={onRemove} />
    case 'forgetting':
      return <ForgettingFigure experiment={experiment} onRemove={onRemove} />
    case 'dynamics':
      return <DynamicsFigure experiment={experiment} onRemove={onRemove} />
    case 'stress':
      return <StressFigure experiment={experiment} onRemove={onRemove} />
  }
}

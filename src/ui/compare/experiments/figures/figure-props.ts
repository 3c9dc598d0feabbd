import type { Experiment } from '../../../../experiments/experiment.ts'

export interface FigureProps<E extends Experiment> {
  readonly experiment: E
  readonly onRemove: (id: string) => void
}

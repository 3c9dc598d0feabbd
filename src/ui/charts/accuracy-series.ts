import type { EpochScores } from '../../runs/run.ts'
import { CHARTS } from './texts.ts'

export type AccuracyKey = 'views' | 'average' | 'live'

export interface AccuracySeries {
  readonly key: AccuracyKey
  readonly name: string
  readonly look: 'main-line' | 'dashed' | 'dotted'
}

/** The accuracies a run keeps, the one it is judged by first. */
export function accuracySeries(epochs: readonly EpochScores[], narrow: boolean): AccuracySeries[] {
  const { series } = CHARTS
  const has = (key: AccuracyKey) => epochs.some(({ test }) => test[key] !== null)
  if (!has('views') && !has('average')) {
    return [{ key: 'live', name: series.alone, look: 'main-line' }]
  }
  const all: AccuracySeries[] = [
    { key: 'views', name: narrow ? CHARTS.narrowViews : series.views, look: 'main-line' },
    { key: 'average', name: series.average, look: has('views') ? 'dashed' : 'main-line' },
    { key: 'live', name: series.live, look: 'dotted' },
  ]
  return all.filter(({ key }) => has(key))
}

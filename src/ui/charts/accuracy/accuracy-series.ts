import type { EpochScores } from '../../../runs/run.ts'
import { CHARTS } from '../texts.ts'

export type AccuracyKey = 'views' | 'average' | 'live'

export interface AccuracySeries {
  readonly key: AccuracyKey
  readonly name: string
  readonly look: 'main-line' | 'dashed' | 'dotted'
}

/**
 * The accuracies that were tested, the main one first: of those tested most often, the one that decides the result.
 * All of them are tested at the end, but usually only one after an epoch.
 */
export function accuracySeries(epochs: readonly EpochScores[], narrow: boolean): AccuracySeries[] {
  const { series } = CHARTS
  const tests = (key: AccuracyKey) => epochs.filter(({ test }) => test[key] !== null).length
  if (tests('views') === 0 && tests('average') === 0) {
    return [{ key: 'live', name: series.alone, look: 'main-line' }]
  }
  const all: AccuracySeries[] = [
    { key: 'views', name: narrow ? CHARTS.narrowViews : series.views, look: 'dashed' },
    { key: 'average', name: series.average, look: 'dashed' },
    { key: 'live', name: series.live, look: 'dotted' },
  ]
  const tested = all.filter(({ key }) => tests(key) > 0)
  const most = Math.max(...tested.map(({ key }) => tests(key)))
  const main = tested.findIndex(({ key }) => tests(key) === most)
  return [{ ...tested[main], look: 'main-line' }, ...tested.toSpliced(main, 1)]
}

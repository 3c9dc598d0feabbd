import type { PageView } from '../address/page-view.ts'
import { TOUR } from './texts.ts'

/** A text of about a minute beside one part of the page. */
export interface Stop {
  readonly view: PageView
  /** The part it is about, as a selector. */
  readonly part: string
  /** Whether the recorded run must be stored and drawn. */
  readonly withRecordedRun?: true
  readonly title: string
  readonly text: string
}

export const STOPS: readonly Stop[] = [
  { view: 'train', part: '.pane.accuracy', ...TOUR.stops.line },
  { view: 'train', part: '.pane.rate', ...TOUR.stops.rate },
  { view: 'train', part: '.story', ...TOUR.stops.story },
  { view: 'compare', part: '.finding', withRecordedRun: true, ...TOUR.stops.compare },
  { view: 'inside', part: '#confusions', ...TOUR.stops.confusions },
  { view: 'inside', part: '#picture', ...TOUR.stops.picture },
]

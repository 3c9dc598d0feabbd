import { lazy, type PointerEvent, useDeferredValue, useMemo, useState } from 'react'
import { outlookOf } from '../../runs/live/outlook.ts'
import type { EpochScores } from '../../runs/run.ts'
import { useLab } from '../context/lab-context.ts'
import { LatePart } from '../controls/late-part.tsx'
import { remember, remembered } from '../controls/remembered.ts'
import { useSize } from '../controls/use-size.ts'
import { AccuracyPane } from './accuracy/accuracy-pane.tsx'
import type { ScaleName } from './accuracy/accuracy-scale.ts'
import './charts.css'
import { Hairlines } from './pane/hairlines.tsx'
import { LossPane } from './loss/loss-pane.tsx'
import { createCursor, CursorContext } from './panes-context.ts'
import { RatePane } from './rate/rate-pane.tsx'
import { useBeforeCurve } from './behind/before-curve.ts'
import { useRacedCurve } from './behind/raced-curve.ts'
import { useRecorded } from './behind/recorded.ts'
import { useRaced } from '../race/raced.ts'
import { CHARTS } from './texts.ts'

const Numbers = lazy(async () => ({ default: (await import('./numbers.tsx')).Numbers }))

const SCALES: readonly ScaleName[] = ['halving', 'even']
const SCALE_NAME = 'lab94.accuracy-scale'

/** Below this width, labels are shorter and ticks fewer. */
const NARROW = 700

/** Minimum room for labels right of the plots, in pixels. */
const GUTTER = { wide: 114, narrow: 100 }

const NO_EPOCHS: readonly EpochScores[] = []

/** The three charts over one time axis. `columns` is how many of the page's twelve they take. */
export function Panes({ columns }: { columns: number }) {
  const [ref, size] = useSize<HTMLElement>()
  const [scaleName, setScaleName] = useState(() => remembered(SCALE_NAME, SCALES, 'halving'))
  const [cursor] = useState(createCursor)
  // Deferred, so that the page can respond between the charts' renders.
  const epochs = useDeferredValue(useLab(({ run }) => run?.epochs ?? NO_EPOCHS))
  const dataset = useDeferredValue(useLab(({ run }) => run?.request.dataset ?? null))
  const outlook = useDeferredValue(useOutlook())
  const racedCurve = useRacedCurve(outlook.length)
  const recorded = useRecorded(outlook.length)
  const before = useBeforeCurve()
  const behind = racedCurve ?? before ?? recorded
  const width = size?.width ?? 0
  const narrow = width < NARROW
  const gutter = narrow ? GUTTER.narrow : Math.max(GUTTER.wide, Math.round((width + 24) / columns))
  const chooseScale = (name: ScaleName) => {
    remember(SCALE_NAME, name)
    setScaleName(name)
  }
  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const share = (clientX - currentTarget.getBoundingClientRect().left) / (width - gutter)
    const inside = share >= 0 && share <= 1 && epochs.length > 0
    cursor.setState({ point: inside ? nearest(epochs, share * outlook.length.epochs) : null })
  }
  return (
    <CursorContext value={cursor}>
      <section
        className="panes"
        aria-label={CHARTS.label}
        ref={ref}
        onPointerMove={point}
        onPointerLeave={() => cursor.setState({ point: null })}
      >
        <AccuracyPane
          epochs={epochs}
          length={outlook.length}
          gutter={gutter}
          narrow={narrow}
          dataset={dataset}
          behind={behind}
          scaleName={scaleName}
          onScale={chooseScale}
        />
        <LossPane epochs={epochs} length={outlook.length} gutter={gutter} behind={behind} />
        <RatePane outlook={outlook} gutter={gutter} narrow={narrow} />
        <Hairlines width={width - gutter} epochs={outlook.length.epochs} />
      </section>
      {narrow && behind !== null && <p className="recorded-words">{behind.words}</p>}
      {epochs.length > 0 && (
        <LatePart>
          <Numbers epochs={epochs} />
        </LatePart>
      )}
    </CursorContext>
  )
}

/** The run's schedule; before it is known, the part that depends on the recipe only. */
function useOutlook() {
  const plan = useLab(({ run }) => run?.plan ?? null)
  const request = useLab(({ run }) => run?.request ?? null)
  const choice = useLab(({ setup }) => setup.choice)
  const racedOn = useRaced()?.record.dataset
  return useMemo(
    () => plan ?? outlookOf(request?.choice ?? choice, request?.dataset ?? racedOn ?? 'full'),
    [plan, request, choice, racedOn],
  )
}

const nearest = (epochs: readonly EpochScores[], at: number): number =>
  epochs.reduce(
    (best, { epoch }, i) => (Math.abs(epoch - at) < Math.abs(epochs[best].epoch - at) ? i : best),
    0,
  )

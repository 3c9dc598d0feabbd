import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useKeeping } from '../keeping-context.ts'
import { keepFiled } from '../import-runs.ts'
import { goTo } from '../place.ts'
import { useShippedRuns } from '../shipped/use-shipped-runs.ts'
import './compare.css'
import { CompareCharts } from './compare-charts.tsx'
import { curvesOf } from './curves.ts'
import { DifferingTable } from './differing-table.tsx'
import { ExperimentsPanel } from './experiments/experiments-panel.tsx'
import { Headline } from './headline.tsx'
import { OpenForms } from './open-forms.tsx'
import { QueuePanel } from './queue-panel.tsx'
import { RunList } from './run-list.tsx'
import { rowName } from './run-words.ts'
import { COMPARE } from './texts.ts'
import { useRows } from './use-runs.ts'

/** The second place: every run kept here, what it shows beside others, and what is to be run next. */
export function Compare() {
  const { rows, drawn } = useRows()
  const curves = useMemo(() => curvesOf(drawn, rowName), [drawn])
  return (
    <main className="compare">
      {rows.length === 0 ? <Empty /> : <Headline rows={drawn} />}
      <Problem />
      <QueuePanel />
      {rows.length > 0 && (
        <>
          <div className="grid overlay">
            <RunList rows={rows} curves={curves} />
            <CompareCharts rows={drawn} curves={curves} />
          </div>
          {drawn.length > 1 && <DifferingTable rows={drawn} curves={curves} />}
        </>
      )}
      <ExperimentsPanel />
    </main>
  )
}

function Empty() {
  const TEXT = COMPARE.empty
  return (
    <section className="finding">
      <h1 className="h1">{TEXT.title}</h1>
      <p className="lead">{TEXT.lead}</p>
      <div className="acts">
        <button type="button" className="key" onClick={() => goTo('train')}>
          {TEXT.train}
        </button>
        <ShippedKey />
        <OpenForms />
      </div>
    </section>
  )
}

/** Brings the runs that come with the page, where there are any. */
function ShippedKey() {
  const { history } = useKeeping()
  const runs = useShippedRuns(true)
  if (runs.length === 0) return null
  return (
    <button type="button" className="key" onClick={() => void keepFiled(runs, 'shipped', history)}>
      {COMPARE.empty.shipped(runs.length)}
    </button>
  )
}

/** What could not be kept, and what is kept but not shown. */
function Problem() {
  const { store } = useKeeping().history
  const problem = useStore(store, (state) => state.problem)
  const unreadable = useStore(store, (state) => state.unreadable)
  return (
    <div role="status" className="kept-notes">
      {problem !== null && <p>{problem}</p>}
      {unreadable > 0 && <p>{COMPARE.list.unreadable(unreadable)}</p>}
    </div>
  )
}

import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useRunLibrary } from '../context/run-library-context.ts'
import { importShipped } from '../app/import-runs.ts'
import { goTo } from '../address/page-view.ts'
import { useShippedRuns } from '../shipped/use-shipped-runs.ts'
import './compare.css'
import { CompareCharts } from './charts/compare-charts.tsx'
import { curvesOf } from './charts/curves/curves.ts'
import { DifferingTable } from './differences/differing-table.tsx'
import { ExperimentsPanel } from './experiments/experiments-panel.tsx'
import { Headline } from './differences/headline.tsx'
import { OpenForms } from './runs/open-forms.tsx'
import { QueuePanel } from './queue/queue-panel.tsx'
import { RunList } from './runs/run-list.tsx'
import { firstName } from './run-words.ts'
import { COMPARE } from './texts.ts'
import { useRows } from './use-runs.ts'
import { attempt } from '../controls/attempt.ts'

/** The Compare view: all stored runs, comparisons, and the queue. */
export function Compare() {
  const { rows, drawn } = useRows()
  const curves = useMemo(() => curvesOf(drawn, firstName), [drawn])
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
        <button type="button" className="button" onClick={() => goTo('train')}>
          {TEXT.train}
        </button>
        <ShippedRunsButton />
        <OpenForms />
      </div>
    </section>
  )
}

/** Loads the shipped runs, if any. */
function ShippedRunsButton() {
  const { history } = useRunLibrary()
  const runs = useShippedRuns(true)
  if (runs.length === 0) return null
  return (
    <button
      type="button"
      className="button"
      onClick={() => attempt(() => importShipped(runs, history))}
    >
      {COMPARE.empty.shipped(runs.length)}
    </button>
  )
}

/** Storage errors, and stored runs that aren't shown. */
function Problem() {
  const { history, ownsQueue } = useRunLibrary()
  const { store } = history
  const problem = useStore(store, (state) => state.problem)
  const unreadable = useStore(store, (state) => state.unreadable)
  return (
    <div role="status" className="storage-notes">
      {problem !== null && <p>{problem}</p>}
      {!ownsQueue && <p>{COMPARE.queue.otherTab}</p>}
      {unreadable > 0 && <p>{COMPARE.list.unreadable(unreadable)}</p>}
    </div>
  )
}

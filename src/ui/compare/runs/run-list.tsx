import { Search } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { type Row, searchRuns, type Sort, SORTS, sortRows } from '../../../runs/history/rows.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import type { Curve } from '../charts/curves/curves.ts'
import { OpenForms } from './open-forms.tsx'
import { ExportButtons } from './export-buttons.tsx'
import { RunRow } from './run-row.tsx'
import './runs.css'
import { recipeWords } from '../run-words.ts'
import { COMPARE } from '../texts.ts'
import { FEW, rowsToAdd } from './shown-rows.ts'
import { useListKeys } from './use-list-keys.ts'
import { setView, useView } from '../view.ts'
import { attempt } from '../../controls/attempt.ts'

const TEXT = COMPARE.list

/** All stored runs, with search, order and selection. */
export function RunList({ rows, curves }: { rows: readonly Row[]; curves: readonly Curve[] }) {
  const { sort } = useView()
  const [searchText, setSearchText] = useState('')
  const [shown, setShown] = useState(FEW)
  const [open, setOpen] = useState<string | null>(null)
  const found = rows.filter(
    ({ entries }) => searchRuns(entries, searchText, recipeWords).length > 0,
  )
  const sorted = sortRows(found, sort)
  const ofSeveral = new Set(rows.map(({ entries: [{ record }] }) => record.adapter)).size > 1
  const visible = sorted.slice(0, shown)
  const more = rowsToAdd(shown, sorted.length)
  const drawn = curves.map(({ id }) => id)
  const setDrawn = (id: string, on: boolean) =>
    setView({ runs: on ? [...drawn, id] : drawn.filter((other) => other !== id) })
  const list = useListKeys({ rows: visible, drawn, setDrawn })
  return (
    <section className="run-list" aria-label={TEXT.title}>
      <div className="section-head">
        <h2 className="h2">{TEXT.title}</h2>
        <span className="caption">{TEXT.drawn(curves.length, rows.length)}</span>
      </div>
      <ListTools searchText={searchText} onSearch={setSearchText} />
      <ul className="runs" ref={list}>
        {visible.map((row) => (
          <RunRow
            key={row.id}
            row={row}
            curve={curves.find(({ id }) => id === row.id) ?? null}
            ofSeveral={ofSeveral}
            open={open === row.id}
            onOpen={() => setOpen(open === row.id ? null : row.id)}
            onDraw={(on) => setDrawn(row.id, on)}
          />
        ))}
      </ul>
      {visible.length === 0 && <p className="second none">{TEXT.none}</p>}
      <Deleted />
      <div className="more">
        {more > 0 && (
          <button type="button" className="button small" onClick={() => setShown(shown + more)}>
            {TEXT.show(more)}
          </button>
        )}
        <OpenForms />
        <ExportButtons />
      </div>
    </section>
  )
}

function ListTools({
  searchText,
  onSearch,
}: {
  searchText: string
  onSearch: (text: string) => void
}) {
  const { sort, grouped } = useView()
  const isSort = (value: string): value is Sort => SORTS.some((name) => name === value)
  return (
    <div className="list-tools">
      <label className="search">
        <Search strokeWidth={1.5} aria-hidden />
        <input
          type="search"
          aria-label={TEXT.search}
          placeholder={TEXT.searchHint}
          value={searchText}
          onChange={(event) => onSearch(event.target.value)}
        />
      </label>
      <select
        aria-label={TEXT.sort}
        value={sort}
        onChange={({ target }) => {
          if (isSort(target.value)) setView({ sort: target.value })
        }}
      >
        {SORTS.map((name) => (
          <option key={name} value={name}>
            {TEXT.sorts[name]}
          </option>
        ))}
      </select>
      <label className="tick">
        <input
          type="checkbox"
          className="checkbox"
          checked={grouped}
          onChange={({ target }) => setView({ grouped: target.checked })}
        />
        {TEXT.group}
      </label>
    </div>
  )
}

/** The last deleted runs, while they can be restored. */
function Deleted() {
  const { history } = useRunLibrary()
  const deleted = useStore(history.store, (state) => state.deleted.length)
  return (
    <div role="status">
      {deleted > 0 && (
        <p className="deleted">
          {TEXT.deleted(deleted)}{' '}
          <button
            type="button"
            className="word-button"
            onClick={() => attempt(() => history.undo())}
          >
            {TEXT.undo}
          </button>
        </p>
      )}
    </div>
  )
}

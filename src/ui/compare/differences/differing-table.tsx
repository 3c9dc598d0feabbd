import { useMemo, useState } from 'react'
import { judged } from '../../../runs/record/record.ts'
import { resultOf, type Row, newestBySeed } from '../../../runs/history/rows.ts'
import { GOAL } from '../../../runs/run.ts'
import { formatTime, percentFigure } from '../../words/format.ts'
import type { Curve } from '../charts/curves/curves.ts'
import { differingOf } from './differing.ts'
import './differing-table.css'
import { formatAccuracy } from '../format.ts'
import { settingName, settingWords } from './setting-words.ts'
import { Swatch } from '../charts/swatch.tsx'
import { COMPARE } from '../texts.ts'

const TEXT = COMPARE.differing

/** Rows shown at first: recipes of two families differ in nearly all. */
const MANY = 12

interface DifferingTableProps {
  readonly rows: readonly Row[]
  readonly curves: readonly Curve[]
}

/** Only differences between the selected runs, with outliers marked, and the results. */
export function DifferingTable({ rows, curves }: DifferingTableProps) {
  const differing = useMemo(() => differingOf(rows), [rows])
  const [all, setAll] = useState(false)
  const shown = all ? differing.rows : differing.rows.slice(0, MANY)
  return (
    <section className="wide-row">
      <div className="section-head ruled">
        <h2 className="h2">{TEXT.title}</h2>
        <span className="caption">
          {differing.rows.length === 0
            ? TEXT.none
            : TEXT.count(differing.rows.length, differing.settings)}
        </span>
      </div>
      <div className="scroll">
        <table className="table differing">
          <thead>
            <tr>
              <th scope="col">{TEXT.setting}</th>
              {curves.map(({ id, name, tone }) => (
                <th key={id} scope="col">
                  <Swatch tone={tone} /> {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ path, values, odd }) => (
              <tr key={path}>
                <th scope="row">{settingName(path)}</th>
                {values.map((value, i) => (
                  <td key={curves[i].id} className={odd[i] ? 'odd' : undefined}>
                    {settingWords(path, value)}
                  </td>
                ))}
              </tr>
            ))}
            <ResultRows rows={rows} />
          </tbody>
        </table>
      </div>
      {differing.rows.length > MANY && (
        <button
          type="button"
          className="button small show-all"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? TEXT.fewer : TEXT.all(differing.rows.length)}
        </button>
      )}
    </section>
  )
}

function ResultRows({ rows }: { rows: readonly Row[] }) {
  const lines = [
    { name: TEXT.accuracy, of: accuracyWords },
    { name: TEXT.best, of: bestWords },
    { name: TEXT.time, of: timeWords },
  ]
  return lines.map(({ name, of }, i) => (
    <tr key={name} className={i === 0 ? 'result first' : 'result'}>
      <th scope="row">{name}</th>
      {rows.map((row) => (
        <td key={row.id}>{of(row)}</td>
      ))}
    </tr>
  ))
}

function accuracyWords(row: Row): string {
  const result = resultOf(row)
  if (result === null) return TEXT.missing
  return formatAccuracy(result.accuracy)
}

function bestWords(row: Row): string {
  const all = newestBySeed(row).flatMap(({ record }) => record.tests.map(judged))
  return all.length === 0 ? TEXT.missing : `${percentFigure(Math.max(...all), GOAL)}%`
}

function timeWords(row: Row): string {
  const result = resultOf(row)
  if (result === null) return TEXT.missing
  const { mean, deviation } = result.seconds
  return deviation === null
    ? formatTime(mean)
    : `${mean.toFixed(1)} ± ${deviation.toFixed(1)}\u00a0s`
}

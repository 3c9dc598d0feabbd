import { ChevronDown, Star } from 'lucide-react'
import { useState } from 'react'
import type { RunEntry } from '../../../runs/history/entry.ts'
import { judged } from '../../../runs/record/record.ts'
import { resultOf, type Row } from '../../../runs/history/rows.ts'
import { GOAL } from '../../../runs/run.ts'
import { deviceWords } from '../../words/device-words.ts'
import { formatTime, percentFigure } from '../../words/format.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import type { Curve } from '../charts/curves/curves.ts'
import { formatDate, formatMean } from '../format.ts'
import { RunDetails } from './run-details.tsx'
import { originWords, recipeWords, rowName } from '../run-words.ts'
import { Swatch } from '../charts/swatch.tsx'
import { COMPARE } from '../texts.ts'
import { attempt } from '../../controls/attempt.ts'

const TEXT = COMPARE.list

interface RunRowProps {
  readonly row: Row
  /** Null if it is not drawn. */
  readonly curve: Curve | null
  /** Whether the runs of the list are from several devices. */
  readonly ofSeveral: boolean
  readonly open: boolean
  readonly onOpen: () => void
  readonly onDraw: (on: boolean) => void
}

/** A row of the list: recipe, device and result; expanded, its actions. */
export function RunRow({ row, curve, ofSeveral, open, onOpen, onDraw }: RunRowProps) {
  const { history } = useRunLibrary()
  const [now] = useState(Date.now)
  const [newest] = row.entries
  const first = row.entries[row.entries.length - 1]
  const name = rowName(row)
  return (
    <li data-drawn={curve !== null} data-run={row.id}>
      <input
        type="checkbox"
        className="checkbox draw"
        aria-label={TEXT.draw(name)}
        checked={curve !== null}
        onChange={({ target }) => onDraw(target.checked)}
      />
      {curve === null ? <span /> : <Swatch tone={curve.tone} />}
      <span className="name">
        <button type="button" className="plain" aria-expanded={open} onClick={onOpen}>
          {name}
        </button>
        <button
          type="button"
          className="star"
          aria-pressed={first.star}
          aria-label={TEXT.star(name)}
          onClick={() => attempt(() => history.setStar(first.id, !first.star))}
        >
          <Star strokeWidth={1.5} aria-hidden />
        </button>
      </span>
      <Result row={row} />
      <span className="sub">
        <span>{subline(row, ofSeveral, (id) => history.find(id))}</span>
        <span>{formatDate(newest.record.startedAt, now)}</span>
      </span>
      <button
        type="button"
        className="icon-button unfold"
        aria-label={TEXT.more(name)}
        aria-expanded={open}
        onClick={onOpen}
      >
        <ChevronDown strokeWidth={1.5} aria-hidden />
      </button>
      {open && <RunDetails row={row} />}
    </li>
  )
}

function Result({ row }: { row: Row }) {
  const result = resultOf(row)
  if (result === null) {
    const [{ record }] = row.entries
    const last = record.tests.at(-1)
    const words = {
      done: '',
      stopped: TEXT.stopped,
      failed: TEXT.failed,
      'cut off': TEXT.interrupted,
    }
    return (
      <>
        <span className="figure second">
          {last === undefined ? '' : `${percentFigure(judged(last), GOAL)}%`}
        </span>
        <span className="figure second">{words[record.ending.kind]}</span>
      </>
    )
  }
  const { accuracy, seconds } = result
  return (
    <>
      <span className="figure">
        {accuracy.count === 1
          ? percentFigure(accuracy.mean, GOAL)
          : formatMean(accuracy.mean, null)}
        %
      </span>
      <span className="figure">{formatTime(seconds.mean)}</span>
    </>
  )
}

/** A row as text; with its device only if there are several. */
function subline(row: Row, ofSeveral: boolean, find: (id: string) => RunEntry | null): string {
  const [newest] = row.entries
  const deviation = resultOf(row)?.accuracy.deviation ?? null
  const words = [
    originWords(newest, find),
    recipeWords(newest),
    newest.record.dataset === 'sample' ? TEXT.sample : '',
    deviation === null ? '' : TEXT.spread((100 * deviation).toFixed(2)),
    ofSeveral ? deviceWords(newest.record) : '',
  ]
  return words.filter((part) => part !== '').join('; ')
}

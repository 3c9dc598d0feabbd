import { type KeyboardEvent, useState } from 'react'
import { CLASS_NAMES } from '../../../data/records.ts'
import { formatCount } from '../../words/format.ts'
import { Block } from '../block.tsx'
import { ConfusedImages } from './confused-images.tsx'
import { mistakesIn, worstPair } from './confusion.ts'
import { SHIPPED } from '../../shipped/texts.ts'
import { useShippedPredictions } from '../../shipped/use-shipped-predictions.ts'
import type { ShownNetwork } from '../shown-network.ts'
import { INSIDE } from '../texts.ts'

const TEXT = INSIDE.confusions

/** The confusion matrix of a run: rows are true classes, columns predictions; a cell shows its images. */
export function Confusions({ run }: { run: ShownNetwork }) {
  const counts = run.confusion
  const { refused } = useShippedPredictions(run.isShipped)
  const [cell, setCell] = useState<number | null>(null)
  if (run.untested !== null) {
    return (
      <Block id="confusions" title={TEXT.title} side={<p>{run.untested}</p>}>
        {null}
      </Block>
    )
  }
  if (counts === null) {
    return (
      <Block id="confusions" title={TEXT.title} side={<p>{SHIPPED.label}</p>}>
        <p className="second" role={refused === null ? 'status' : 'alert'}>
          {refused ?? SHIPPED.loading}
        </p>
      </Block>
    )
  }
  const most = Math.max(1, ...counts.filter((_, i) => i % 11 !== 0))
  return (
    <Block
      id="confusions"
      title={TEXT.title}
      side={
        <>
          {run.isShipped && <p>{SHIPPED.label}</p>}
          <p>{TEXT.what}</p>
          <p>{TEXT.pair(worstPair(counts), mistakesIn(counts))}</p>
          {run.isShipped && <p>{SHIPPED.made}</p>}
        </>
      }
    >
      <div className="scroll">
        <table className="confusion">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden-text">{TEXT.truth}</span>
              </th>
              {CLASS_NAMES.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">{TEXT.correct}</th>
            </tr>
          </thead>
          <tbody>
            {CLASS_NAMES.map((name, truth) => (
              <Row
                key={name}
                truth={truth}
                counts={counts}
                most={most}
                chosen={cell}
                choose={(chosen) => setCell(chosen === cell ? null : chosen)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {cell !== null && (
        <ConfusedImages key={cell} run={run} truth={Math.floor(cell / 10)} predicted={cell % 10} />
      )}
    </Block>
  )
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -10,
  ArrowDown: 10,
}

/** The table is one tab stop; arrow keys move between cells. */
function moveInTable(event: KeyboardEvent<HTMLElement>): void {
  const table = event.currentTarget.closest('tbody')
  const cells = [...(table?.querySelectorAll('button') ?? [])]
  const from = cells.findIndex((cell) => cell === event.target)
  const step = STEPS[event.key]
  if (from < 0 || step === undefined) return
  event.preventDefault()
  const stays = Math.abs(step) === 1 && Math.floor((from + step) / 10) !== Math.floor(from / 10)
  if (!stays) cells.at(from + step < 0 ? from : from + step)?.focus()
}

interface RowProps {
  readonly truth: number
  readonly counts: readonly number[]
  /** The most frequent confusion of all, which is drawn darkest. */
  readonly most: number
  /** The cell whose images are shown: 10 * truth + answer. */
  readonly chosen: number | null
  readonly choose: (cell: number) => void
}

/** Opacity of the darkest cell. */
const DARKEST = 26

function Row({ truth, counts, most, chosen, choose }: RowProps) {
  const row = counts.slice(10 * truth, 10 * truth + 10)
  const total = row.reduce((sum, count) => sum + count, 0)
  return (
    <tr>
      <th scope="row">{CLASS_NAMES[truth]}</th>
      {row.map((count, answer) => {
        const cell = 10 * truth + answer
        const ink = answer === truth ? 0 : Math.round(DARKEST * Math.sqrt(count / most))
        const background = `color-mix(in srgb, var(--ink) ${ink}%, transparent)`
        return (
          <td key={answer} style={ink > 0 ? { background } : undefined}>
            <button
              type="button"
              className={answer === truth ? 'right' : count === 0 ? 'zero' : undefined}
              tabIndex={cell === (chosen ?? 0) ? 0 : -1}
              aria-pressed={cell === chosen}
              aria-label={TEXT.cell(count, truth, answer)}
              onClick={() => choose(cell)}
              onKeyDown={moveInTable}
            >
              {count > 0 ? formatCount(count) : '·'}
            </button>
          </td>
        )
      })}
      <td className="share">{total === 0 ? '' : `${((100 * row[truth]) / total).toFixed(1)}%`}</td>
    </tr>
  )
}

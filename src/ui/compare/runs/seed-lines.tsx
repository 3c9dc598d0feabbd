import { X } from 'lucide-react'
import { useState } from 'react'
import type { RunEntry } from '../../../runs/history/entry.ts'
import { accuracyOf } from '../../../runs/record/record.ts'
import { GOAL } from '../../../runs/run.ts'
import { formatTime, percentFigure } from '../../words/format.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { formatDate } from '../format.ts'
import { COMPARE } from '../texts.ts'
import { attempt } from '../../controls/attempt.ts'
import { isolated } from '../../../errors/isolated.ts'

const TEXT = COMPARE.details

/** The runs of a row of several, each with its result. */
export function SeedLines({ entries }: { entries: readonly RunEntry[] }) {
  const { history } = useRunLibrary()
  const [now] = useState(Date.now)
  return (
    <ul className="seed-lines">
      {entries.map(({ id, name, record }) => (
        <li key={id}>
          <span>
            {TEXT.seedRow(record.seed)} <span className="second">{isolated(name)}</span>
          </span>
          <span className="figure">{percentFigure(accuracyOf(record) ?? 0, GOAL)}%</span>
          <span className="figure">{formatTime(record.trainSeconds)}</span>
          <span className="second figure">{formatDate(record.startedAt, now)}</span>
          <button
            type="button"
            className="icon-button"
            aria-label={`${TEXT.remove} ${TEXT.seedRow(record.seed)}, ${isolated(name)}`}
            onClick={() => attempt(() => history.remove([id]))}
          >
            <X strokeWidth={1.5} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}

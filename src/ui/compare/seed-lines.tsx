import { X } from 'lucide-react'
import { useState } from 'react'
import type { RunEntry } from '../../runs/history/entry.ts'
import { accuracyOf } from '../../runs/record/record.ts'
import { GOAL } from '../../runs/run.ts'
import { formatTime, percentFigure } from '../format.ts'
import { useKeeping } from '../keeping-context.ts'
import { formatDate } from './format.ts'
import { COMPARE } from './texts.ts'

const TEXT = COMPARE.details

/** The runs of a row of several, each with its result. */
export function SeedLines({ entries }: { entries: readonly RunEntry[] }) {
  const { history } = useKeeping()
  const [now] = useState(Date.now)
  return (
    <ul className="seed-lines">
      {entries.map(({ id, name, record }) => (
        <li key={id}>
          <span>
            {TEXT.seedRow(record.seed)} <span className="second">{name}</span>
          </span>
          <span className="figure">{percentFigure(accuracyOf(record) ?? 0, GOAL)}%</span>
          <span className="figure">{formatTime(record.trainSeconds)}</span>
          <span className="second figure">{formatDate(record.startedAt, now)}</span>
          <button
            type="button"
            className="icon-key"
            aria-label={`${TEXT.remove} ${TEXT.seedRow(record.seed)}, ${name}`}
            onClick={() => void history.remove([id])}
          >
            <X strokeWidth={1.5} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}

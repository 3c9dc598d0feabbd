import { Download } from 'lucide-react'
import { COMPARE } from '../texts.ts'
import { useEntries } from '../use-runs.ts'
import { useExport } from './use-export.ts'
import { attempt } from '../../controls/attempt.ts'

const TEXT = COMPARE.list

/** Exports all runs. */
export function ExportButtons() {
  const entries = useEntries()
  const exporting = useExport()
  return (
    <span className="export-buttons">
      <button
        type="button"
        className="button small"
        onClick={() => attempt(() => exporting.json(entries, 'runs'))}
      >
        <Download strokeWidth={1.5} aria-hidden />
        {TEXT.exportJson}
      </button>
      <button
        type="button"
        className="button small"
        onClick={() => attempt(() => exporting.csv(entries, 'runs'))}
      >
        {TEXT.exportCsv}
      </button>
    </span>
  )
}

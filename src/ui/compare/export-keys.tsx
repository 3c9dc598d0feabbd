import { Download } from 'lucide-react'
import { COMPARE } from './texts.ts'
import { useEntries } from './use-runs.ts'
import { useExport } from './use-export.ts'

const TEXT = COMPARE.list

/** Saves every run there is. */
export function ExportKeys() {
  const entries = useEntries()
  const exporting = useExport()
  return (
    <span className="export-keys">
      <button
        type="button"
        className="key small"
        onClick={() => void exporting.json(entries, 'runs')}
      >
        <Download strokeWidth={1.5} aria-hidden />
        {TEXT.exportJson}
      </button>
      <button
        type="button"
        className="key small"
        onClick={() => void exporting.csv(entries, 'runs')}
      >
        {TEXT.exportCsv}
      </button>
    </span>
  )
}

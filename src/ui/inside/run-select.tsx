import type { RunEntry } from '../../runs/history/entry.ts'
import { accuracyOf } from '../../runs/record/record.ts'

interface RunSelectProps {
  /** The word before it. */
  readonly of: string
  /** What is chosen, for who does not see it. */
  readonly label: string
  readonly runs: readonly RunEntry[]
  readonly chosen: RunEntry
  readonly choose: (id: string) => void
}

/** Chooses one of the runs. */
export function RunSelect({ of, label, runs, chosen, choose }: RunSelectProps) {
  return (
    <label className="run-pick">
      {of}
      <select aria-label={label} value={chosen.id} onChange={({ target }) => choose(target.value)}>
        {runs.map((entry) => (
          <option key={entry.id} value={entry.id}>
            {runWords(entry)}
          </option>
        ))}
      </select>
    </label>
  )
}

function runWords({ name, record }: RunEntry): string {
  const accuracy = accuracyOf(record)
  return accuracy === null ? name : `${name}, ${(100 * accuracy).toFixed(1)}%`
}

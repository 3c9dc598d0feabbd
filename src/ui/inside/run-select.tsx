import type { ShownNetwork } from './shown-network.ts'

interface RunSelectProps {
  /** The word before it. */
  readonly of: string
  /** The selection, for screen readers. */
  readonly label: string
  readonly runs: readonly ShownNetwork[]
  readonly chosen: ShownNetwork
  readonly choose: (id: string) => void
}

/** Chooses one of the runs, or the shipped network. */
export function RunSelect({ of, label, runs, chosen, choose }: RunSelectProps) {
  return (
    <label className="run-pick">
      {of}
      <select aria-label={label} value={chosen.id} onChange={({ target }) => choose(target.value)}>
        {runs.map(({ id, option }) => (
          <option key={id} value={id}>
            {option}
          </option>
        ))}
      </select>
    </label>
  )
}

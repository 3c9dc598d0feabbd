import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'

interface GroupProps {
  readonly name: string
  /** Its settings in words, seen while it is closed. */
  readonly words: string
  readonly changed?: boolean
  /** Whether it is open at first. */
  readonly opened?: boolean
  readonly children: ReactNode
}

/**
 * A part of the recipe that opens, and has its content only while it is open. A changed one bears the change bar
 * while it is closed.
 */
export function Group({ name, words, changed = false, opened = false, children }: GroupProps) {
  const [open, setOpen] = useState(opened)
  return (
    <details
      className={changed ? 'group changed' : 'group'}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <b>{name}</b>
        <span className="second">{words}</span>
        <ChevronDown strokeWidth={1.5} aria-hidden />
      </summary>
      {open && <div className="body">{children}</div>}
    </details>
  )
}

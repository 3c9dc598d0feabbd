import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'

interface GroupProps {
  readonly name: string
  /** Its settings as text, shown while closed. */
  readonly words: string
  readonly changed?: boolean
  /** Whether it is open at first. */
  readonly opened?: boolean
  readonly children: ReactNode
}

/**
 * A collapsible part of the recipe; its content is rendered only while open. A changed part has a change bar while
 * closed.
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

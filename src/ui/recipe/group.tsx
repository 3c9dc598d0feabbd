import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'

interface GroupProps {
  readonly name: string
  /** Its settings in words, seen while it is closed. */
  readonly words: string
  readonly changed?: boolean
  readonly open?: boolean
  readonly children: ReactNode
}

/** A part of the recipe that opens. A changed one is open from the start and bears the change bar. */
export function Group({ name, words, changed = false, open = false, children }: GroupProps) {
  return (
    <details className={changed ? 'group changed' : 'group'} open={open || changed}>
      <summary>
        <b>{name}</b>
        <span className="second">{words}</span>
        <ChevronDown strokeWidth={1.5} aria-hidden />
      </summary>
      <div className="body">{children}</div>
    </details>
  )
}

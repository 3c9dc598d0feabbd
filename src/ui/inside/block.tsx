import type { ReactNode } from 'react'

interface BlockProps {
  readonly id: string
  readonly title: string
  /** What stands beside the figure: what it shows, and what can be chosen. */
  readonly side: ReactNode
  readonly children: ReactNode
}

/** One part of the place: what it is about on the left, the figure on the right. */
export function Block({ id, title, side, children }: BlockProps) {
  return (
    <section className="grid block" id={id} aria-labelledby={`${id}-title`}>
      <div className="side">
        <h2 className="h2" id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        {side}
      </div>
      <div className="figure">{children}</div>
    </section>
  )
}

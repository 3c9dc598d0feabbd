import type { ReactNode, Ref } from 'react'

interface BlockProps {
  readonly id: string
  readonly title: string
  /** The text next to the figure, with its options. */
  readonly side: ReactNode
  readonly children: ReactNode
  readonly ref?: Ref<HTMLElement>
}

/** One section of the view: text on the left, figure on the right. */
export function Block({ id, title, side, children, ref }: BlockProps) {
  return (
    <section ref={ref} className="grid block" id={id} aria-labelledby={`${id}-title`}>
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

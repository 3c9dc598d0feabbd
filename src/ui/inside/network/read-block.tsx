import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { useLab } from '../../context/lab-context.ts'
import { isUnderWay } from '../../../runs/run.ts'
import { SHIPPED } from '../../shipped/texts.ts'
import { Block } from '../block.tsx'
import type { ShownNetwork } from '../shown-network.ts'
import type { Reading } from '../use-reading.ts'
import { NETWORK } from './texts.ts'

interface ReadBlockProps<T> {
  readonly id: string
  readonly title: string
  readonly network: ShownNetwork
  readonly what: ReactNode
  /** Label of the button that loads it. */
  readonly read: string
  readonly reading: Reading<T>
  readonly ask: () => void
  /** Whether it is available for the shipped network too. */
  readonly shippedTells?: boolean
  /** Whether it is slow and loaded only on request. */
  readonly onRequest?: boolean
  /** The content before and after it is loaded. */
  readonly standing?: ReactNode
  readonly children?: (value: T) => ReactNode
}

/** Share of the window, from the bottom, that a part must enter before it is read. */
const IN_VIEW = '0px 0px -20% 0px'

/** A part of the view that reads from the network when scrolled into view, or on request. */
export function ReadBlock<T>({
  id,
  title,
  network,
  what,
  read,
  reading,
  ask,
  shippedTells = false,
  onRequest = false,
  standing,
  children,
}: ReadBlockProps<T>) {
  const part = useRef<HTMLElement>(null)
  const trains = useLab(({ run }) => run !== null && isUnderWay(run)) && network.held !== null
  const { value, asking, refused } = reading
  const readable = network.held !== null || (network.isShipped && shippedTells)
  const waits = readable && !trains && !onRequest && value === null && !asking && refused === null
  const readNow = useEffectEvent(ask)
  useEffect(() => {
    if (!waits || part.current === null) return undefined
    const observer = new IntersectionObserver(
      (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        readNow()
      },
      { rootMargin: IN_VIEW },
    )
    observer.observe(part.current)
    return () => observer.disconnect()
  }, [waits])
  return (
    <Block
      ref={part}
      id={id}
      title={title}
      side={
        <>
          {what}
          {!readable && <p>{whyNot(network)}</p>}
          {readable && network.isShipped && <p>{SHIPPED.label}</p>}
          {readable && trains && <p>{NETWORK.interrupts}</p>}
          {readable && (
            <button
              type="button"
              className="button small"
              aria-disabled={asking}
              onClick={asking ? undefined : ask}
            >
              {value === null ? read : NETWORK.again}
            </button>
          )}
          <p role="status">{asking && NETWORK.reading}</p>
          {refused !== null && <p role="alert">{refused}</p>}
        </>
      }
    >
      {standing}
      <div aria-busy={asking}>{value !== null && children?.(value)}</div>
    </Block>
  )
}

/** Why nothing can be read from a network. */
function whyNot({ isShipped, untested }: ShownNetwork): string {
  if (isShipped) return `${NETWORK.shipped} ${NETWORK.untrained}`
  return untested === null ? NETWORK.gone : NETWORK.untrained
}

import type { ReactNode } from 'react'
import { Block } from '../block.tsx'
import type { Reading } from '../use-reading.ts'
import { type Subject, useSubject } from '../subject.ts'
import { NETWORK } from './texts.ts'

interface ReadBlockProps<T> {
  readonly id: string
  readonly title: string
  readonly what: ReactNode
  /** What the key says that reads it. */
  readonly read: string
  readonly reading: Reading<T>
  readonly ask: (subject: Subject) => void
  /** What stands there before it is read, and after. */
  readonly standing?: ReactNode
  readonly children?: (value: T) => ReactNode
}

/** A part of the place that is read from the network when a person asks for it. */
export function ReadBlock<T>({
  id,
  title,
  what,
  read,
  reading,
  ask,
  standing,
  children,
}: ReadBlockProps<T>) {
  const subject = useSubject()
  const { value, asking, refused } = reading
  return (
    <Block
      id={id}
      title={title}
      side={
        <>
          {what}
          {subject === null ? (
            <p>{NETWORK.none}</p>
          ) : (
            <button
              type="button"
              className="key small"
              aria-disabled={asking}
              onClick={() => !asking && ask(subject)}
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

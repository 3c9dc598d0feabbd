import { useMemo, useState } from 'react'
import type { RunEntry } from '../../runs/history/entry.ts'
import { imagesNamed } from '../../runs/mistakes.ts'
import { NamedTiles } from './named-tiles.tsx'
import { INSIDE } from './texts.ts'
import { useNamed } from './use-named.ts'

const TEXT = INSIDE.confusions

/** Images that are shown before more are asked for. */
const FIRST = 20

interface ConfusedImagesProps {
  readonly run: RunEntry
  readonly truth: number
  readonly answer: number
}

/** The test images of one class that a run took for another or the same. */
export function ConfusedImages({ run, truth, answer }: ConfusedImagesProps) {
  const named = useNamed(run)
  const [shown, setShown] = useState(FIRST)
  const records = useMemo(
    () => (named ? imagesNamed(named, truth, answer) : []),
    [named, truth, answer],
  )
  if (named === undefined) return null
  return (
    <div className="confused" role="region" aria-label={TEXT.images(truth, answer)}>
      <p>{named === null ? INSIDE.named.notKept : TEXT.found(records.length, truth, answer)}</p>
      {named !== null && records.length > 0 && (
        <NamedTiles dataset={run.record.dataset} named={named} records={records.slice(0, shown)} />
      )}
      {records.length > shown && (
        <button type="button" className="key small" onClick={() => setShown(shown + FIRST)}>
          {INSIDE.named.more(Math.min(FIRST, records.length - shown))}
        </button>
      )}
    </div>
  )
}

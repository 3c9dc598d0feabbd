import { useMemo, useState } from 'react'
import type { RunEntry } from '../../runs/history/entry.ts'
import { surestMistakes } from '../../runs/mistakes.ts'
import { Block } from './block.tsx'
import { NamedTiles } from './named-tiles.tsx'
import { INSIDE } from './texts.ts'
import { useNamed } from './use-named.ts'

const TEXT = INSIDE.mistakes

/** Images that are shown before more are asked for. */
const FIRST = 20

/** The test images that a run named wrong, the surest answers first. */
export function Mistakes({ run }: { run: RunEntry | null }) {
  const named = useNamed(run)
  const [shown, setShown] = useState(FIRST)
  const wrong = useMemo(() => (named ? surestMistakes(named) : []), [named])
  return (
    <Block
      id="mistakes"
      title={TEXT.title}
      side={
        run === null ? (
          <p>{TEXT.none}</p>
        ) : named === null ? (
          <p>{INSIDE.named.notKept}</p>
        ) : (
          <>
            <p>{TEXT.what}</p>
            {named !== undefined && <p>{TEXT.counts(wrong.length, named.labels.length)}</p>}
            {wrong.length > shown && (
              <button type="button" className="key small" onClick={() => setShown(shown + FIRST)}>
                {INSIDE.named.more(Math.min(FIRST, wrong.length - shown))}
              </button>
            )}
          </>
        )
      }
    >
      {run !== null && named ? (
        <NamedTiles
          dataset={run.record.dataset}
          named={named}
          records={wrong.slice(0, Math.min(shown, 256))}
        />
      ) : null}
    </Block>
  )
}

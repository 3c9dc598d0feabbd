import { useMemo, useState } from 'react'
import { mostConfidentMistakes } from '../../../runs/inspection/mistakes.ts'
import { Block } from '../block.tsx'
import { PredictionTiles } from './prediction-tiles.tsx'
import { SHIPPED } from '../../shipped/texts.ts'
import type { ShownNetwork } from '../shown-network.ts'
import { INSIDE } from '../texts.ts'
import { usePredictions } from './use-predictions.ts'

const TEXT = INSIDE.mistakes

/** Images shown at first. */
const FIRST = 20

/** The test images with wrong predictions, the most confident first. */
export function Mistakes({ run }: { run: ShownNetwork }) {
  const predictions = usePredictions(run)
  const [shown, setShown] = useState(FIRST)
  const wrong = useMemo(
    () => (predictions ? mostConfidentMistakes(predictions) : []),
    [predictions],
  )
  return (
    <Block
      id="mistakes"
      title={TEXT.title}
      side={
        predictions === null ? (
          <p>{run.untested ?? INSIDE.predictions.notStored}</p>
        ) : (
          <>
            {run.isShipped && <p>{SHIPPED.label}</p>}
            <p>{TEXT.what}</p>
            {predictions !== undefined && (
              <p>{TEXT.counts(wrong.length, predictions.labels.length)}</p>
            )}
            {wrong.length > shown && (
              <button
                type="button"
                className="button small"
                onClick={() => setShown(shown + FIRST)}
              >
                {INSIDE.predictions.more(Math.min(FIRST, wrong.length - shown))}
              </button>
            )}
          </>
        )
      }
    >
      {predictions ? (
        <PredictionTiles
          network={run}
          predictions={predictions}
          records={wrong.slice(0, Math.min(shown, 256))}
        />
      ) : null}
    </Block>
  )
}

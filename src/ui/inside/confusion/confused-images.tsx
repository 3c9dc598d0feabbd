import { useMemo, useState } from 'react'
import { imagesPredictedAs } from '../../../runs/inspection/mistakes.ts'
import { PredictionTiles } from './prediction-tiles.tsx'
import type { ShownNetwork } from '../shown-network.ts'
import { INSIDE } from '../texts.ts'
import { usePredictions } from './use-predictions.ts'

const TEXT = INSIDE.confusions

/** Images shown at first. */
const FIRST = 20

interface ConfusedImagesProps {
  readonly run: ShownNetwork
  readonly truth: number
  readonly predicted: number
}

/** The test images of one class that a run predicted as a given class. */
export function ConfusedImages({ run, truth, predicted }: ConfusedImagesProps) {
  const predictions = usePredictions(run)
  const [shown, setShown] = useState(FIRST)
  const records = useMemo(
    () => (predictions ? imagesPredictedAs(predictions, truth, predicted) : []),
    [predictions, truth, predicted],
  )
  if (predictions === undefined) return null
  return (
    <div className="confused" role="region" aria-label={TEXT.images(truth, predicted)}>
      <p>
        {predictions === null
          ? INSIDE.predictions.notStored
          : TEXT.found(records.length, truth, predicted)}
      </p>
      {predictions !== null && records.length > 0 && (
        <PredictionTiles
          network={run}
          predictions={predictions}
          records={records.slice(0, shown)}
        />
      )}
      {records.length > shown && (
        <button type="button" className="button small" onClick={() => setShown(shown + FIRST)}>
          {INSIDE.predictions.more(Math.min(FIRST, records.length - shown))}
        </button>
      )}
    </div>
  )
}

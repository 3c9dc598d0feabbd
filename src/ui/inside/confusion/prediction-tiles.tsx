import { CLASS_NAMES, IMAGE_BYTES } from '../../../data/records.ts'
import type { Predictions } from '../../../engine/engine.ts'
import { SHIPPED } from '../../shipped/texts.ts'
import { lookAt } from '../picture/looked-at.ts'
import { NoPixels, Pixels } from '../pixels.tsx'
import type { ShownNetwork } from '../shown-network.ts'
import { INSIDE } from '../texts.ts'
import { useTestImages } from './use-test-images.ts'

const TEXT = INSIDE.predictions

interface PredictionTilesProps {
  readonly network: Pick<ShownNetwork, 'dataset' | 'isShipped'>
  readonly predictions: Predictions
  /** The test images to show, by index. */
  readonly records: readonly number[]
}

/** Test images with true class, prediction and confidence; a click shows one under each view. */
export function PredictionTiles({ network, predictions, records }: PredictionTilesProps) {
  const images = useTestImages(network, records)
  if (images === 'away') {
    return <p className="second">{network.isShipped ? SHIPPED.rightAway : TEXT.away}</p>
  }
  const known = images?.labels ?? null
  if (known !== null && records.some((record, i) => predictions.labels[record] !== known[i])) {
    return <p className="second">{TEXT.otherOrder}</p>
  }
  const look = (record: number, i: number) => {
    if (network.isShipped && images !== null) {
      const pixels = images.pixels.slice(IMAGE_BYTES * i, IMAGE_BYTES * (i + 1))
      lookAt({ kind: 'shipped', pixels, truth: predictions.labels[record] }, 'shipped')
    } else lookAt({ kind: 'test', dataset: network.dataset, record })
  }
  return (
    <ul className="ten tiles">
      {records.map((record, i) => {
        const [truth, predicted] = [predictions.labels[record], predictions.predicted[record]]
        const confidence = TEXT.confidence(predictions.confidences[record])
        return (
          <li key={record}>
            <button
              type="button"
              className="tile"
              aria-label={TEXT.tile(CLASS_NAMES[truth], CLASS_NAMES[predicted], confidence)}
              onClick={() => look(record, i)}
            >
              {images === null ? (
                <NoPixels />
              ) : (
                <Pixels pixels={images.pixels} index={i} label={TEXT.image(record)} />
              )}
            </button>
            <p aria-hidden>
              <b>{CLASS_NAMES[truth]}</b>
              {truth !== predicted && TEXT.predicted(CLASS_NAMES[predicted])}
              <span>{confidence}</span>
            </p>
          </li>
        )
      })}
    </ul>
  )
}

import { imagesOf } from '../../data/facts/facts.ts'
import { fetchKnownFile, type KnownFile } from '../../data/page-files/known-file.ts'
import { readCodedRecords } from '../../data/sample/sample.ts'
import type { Predictions } from '../../engine/engine.ts'
import { readPredictions } from '../../trainer/shipped/predictions-file.ts'
import { SHIPPED_NETWORK } from '../../trainer/shipped/shipped-network.ts'
import { mostConfidentMistakes } from '../inspection/mistakes.ts'

/** The shipped network's predictions, and the images it gets wrong. */
export interface ShippedPredictions {
  readonly predictions: Predictions
  /** Red, green and blue bytes [32, 32, 3] of each image it gets wrong, by its number. */
  readonly mistakes: ReadonlyMap<number, Uint8ClampedArray<ArrayBuffer>>
}

/** Fetches them. Throws with advice if a file can't be fetched or is damaged. */
export async function loadShippedPredictions(): Promise<ShippedPredictions> {
  const fetchFile = (known: KnownFile) =>
    fetchKnownFile(new URL(known.file, document.baseURI), known)
  const [predictionsFile, mistakesFile] = await Promise.all([
    fetchFile(SHIPPED_NETWORK.predictions),
    fetchFile(SHIPPED_NETWORK.mistakes),
  ])
  return readShippedPredictions(predictionsFile, mistakesFile)
}

/** Reads both files. Throws if they don't match. */
export async function readShippedPredictions(
  predictionsFile: Uint8Array,
  mistakesFile: Uint8Array<ArrayBuffer>,
): Promise<ShippedPredictions> {
  const predictions = readPredictions(predictionsFile, SHIPPED_NETWORK.testImages)
  const wrong = mostConfidentMistakes(predictions).sort((a, b) => a - b)
  const compressed = new Blob([mistakesFile]).stream()
  const { file } = SHIPPED_NETWORK.mistakes
  const [records] = await readCodedRecords(compressed, [wrong.length], file)
  const mistakes = wrong.map((record, i) => {
    if (records.labels[i] !== predictions.labels[record]) {
      throw new Error(`${file} does not hold the images of the predictions.`)
    }
    return [record, imagesOf(records, [i]).pixels] as const
  })
  return { predictions, mistakes: new Map(mistakes) }
}

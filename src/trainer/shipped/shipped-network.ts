import type { KnownFile } from '../../data/page-files/known-file.ts'
import manifest from './shipped-network.json' with { type: 'json' }

/** The trained network shipped with the page; `npm run -s ship-network` writes its manifest and files. */
interface ShippedNetwork {
  /** Weights, see `readWeightsFile`. */
  readonly weights: KnownFile
  /** Predictions of all test images: `labels` and `predicted` (U8) and `confidences` (F16), each [images]. */
  readonly predictions: KnownFile
  /** The test images it gets wrong, in order, encoded and compressed like the sample. */
  readonly mistakes: KnownFile
  /** How it was trained and evaluated. */
  readonly trainedBy: string
  readonly evaluatedOn: string
  readonly seed: number
  readonly testImages: number
  /** Of the data set, see `fingerprintOf`. */
  readonly imagesFingerprint: string
  /** Test images predicted correctly with all views of the recipe, by the weights as shipped and as they were trained. */
  readonly correct: { readonly shipped: number; readonly trained: number }
}

export const SHIPPED_NETWORK: ShippedNetwork = manifest

/** The preset whose network it is. */
export const SHIPPED_PRESET = 'auto'

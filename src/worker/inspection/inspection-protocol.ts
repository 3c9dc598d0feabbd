import * as v from 'valibot'
import { IMAGE_BYTES } from '../../data/records.ts'
import type { LayerActivations } from '../../engine/inspection/activations.ts'
import type { Profile, Unavailable } from '../../engine/inspection/profile.ts'

/** Most pictures per request. */
const MOST_PICTURES = 64
const MOST_VIEWS = 16
/** The largest shift of a view, in pixels, that packed augmentation can hold. */
const MOST_SHIFT = 15

const Shift = v.pipe(v.number(), v.integer(), v.minValue(-MOST_SHIFT), v.maxValue(MOST_SHIFT))

/** Predicts pictures in the data set's layout: planes of red, green and blue, 32x32 each. */
const PredictSchema = v.object({
  what: v.literal('predict'),
  pixels: v.pipe(
    v.instance(Uint8Array),
    v.check(
      ({ length }) =>
        length > 0 && length % IMAGE_BYTES === 0 && length <= MOST_PICTURES * IMAGE_BYTES,
      `Send at most ${MOST_PICTURES} pictures, each of ${IMAGE_BYTES} bytes.`,
    ),
  ),
  /** Their logits are averaged by weight. */
  views: v.pipe(
    v.array(
      v.object({
        mirrored: v.boolean(),
        shiftX: Shift,
        shiftY: Shift,
        weight: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_VIEWS),
  ),
  /** `best` is the average if the recipe has one. */
  weights: v.picklist(['best', 'live']),
})

/** Questions about the network of the current or last run. */
export const InspectionSchema = v.variant('what', [
  PredictSchema,
  /** The weight of a convolution or linear layer, by its name. */
  v.object({ what: v.literal('weights'), layer: v.string() }),
  /** All weights, as a file. */
  v.object({ what: v.literal('file') }),
  /** Activations of each layer for a batch, with the current or the initial weights. */
  v.object({ what: v.literal('activations'), weights: v.picklist(['now', 'start']) }),
  /** The time of each kernel of a step. */
  v.object({ what: v.literal('profile') }),
])

export type Inspection = v.InferOutput<typeof InspectionSchema>

export type InspectionResult =
  /** Logits [pictures, 10]. */
  | { readonly what: 'predict'; readonly logits: Float32Array }
  | {
      readonly what: 'weights'
      /** HWIO, or [in, out]. */
      readonly shape: readonly number[]
      readonly values: Float32Array
      /** Eigenvalues of the patches that a whitening layer was computed from, largest first; null for other layers. */
      readonly eigenvalues: Float64Array | null
    }
  /** In the safetensors format, see `weightsFile`. */
  | { readonly what: 'file'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly what: 'activations'; readonly layers: readonly LayerActivations[] | Unavailable }
  | { readonly what: 'profile'; readonly profile: Profile | Unavailable }

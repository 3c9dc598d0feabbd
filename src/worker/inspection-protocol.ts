import * as v from 'valibot'
import { IMAGE_BYTES } from '../data/records.ts'
import type { LayerActivations } from '../engine/activations.ts'
import type { LogitSteps } from '../engine/logit-steps.ts'
import type { Profile, Unavailable } from '../engine/profile.ts'
import type { ForgettingPoint } from '../trainer/forgetting.ts'

/** Pictures that may be asked about at a time. */
const MOST_PICTURES = 64
const MOST_VIEWS = 16
/** Pixels that a view may be shifted by, which the packing of augmentations allows. */
const MOST_SHIFT = 15

const Shift = v.pipe(v.number(), v.integer(), v.minValue(-MOST_SHIFT), v.maxValue(MOST_SHIFT))

/** What answers: these views, by their weights, of these weights; `best` is the average where the recipe keeps one. */
const look = {
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
  weights: v.picklist(['best', 'live']),
}

const RecordsSchema = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  v.minLength(1),
  v.maxLength(100_000),
)

/** What may be asked about the network of the run under way, or of the last one. */
export const InspectionSchema = v.variant('what', [
  /** How it answers a split's images: all of them, or some by number. */
  v.object({
    what: v.literal('answers'),
    split: v.picklist(['train', 'test']),
    records: v.nullable(RecordsSchema),
    ...look,
  }),
  /** How it answers other pictures, which are laid out as the data set's: planes of red, green, blue, 32x32 each. */
  v.object({
    what: v.literal('predict'),
    pixels: v.pipe(
      v.instance(Uint8Array),
      v.check(
        ({ length }) =>
          length > 0 && length % IMAGE_BYTES === 0 && length <= MOST_PICTURES * IMAGE_BYTES,
        `Pictures come as ${IMAGE_BYTES} bytes each, ${MOST_PICTURES} of them at most.`,
      ),
    ),
    ...look,
  }),
  /** The weight of a convolution or linear layer, by its name. */
  v.object({ what: v.literal('weights'), layer: v.string() }),
  /** All weights, as a file. */
  v.object({ what: v.literal('file') }),
  /** What each layer makes of a batch: by the weights as they are, or by those that the run began with. */
  v.object({ what: v.literal('activations'), weights: v.picklist(['now', 'start']) }),
  /** The time of each kernel of a step. */
  v.object({ what: v.literal('profile') }),
  /** What a step of so large a share of the parameters' norm along each class's mean logit does to the answers. */
  v.object({
    what: v.literal('logitSteps'),
    images: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
    share: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  }),
  /** The loss on training images by how long ago they were seen. */
  v.object({
    what: v.literal('forgetting'),
    groups: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100)),
    images: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  }),
])

export type Inspection = v.InferOutput<typeof InspectionSchema>

export type InspectionResult =
  | {
      readonly what: 'answers'
      readonly records: Uint32Array
      /** True classes. */
      readonly labels: Uint8Array
      /** [records, 10] */
      readonly logits: Float32Array
    }
  /** Logits [pictures, 10]. */
  | { readonly what: 'predict'; readonly logits: Float32Array }
  | {
      readonly what: 'weights'
      /** HWIO, or [in, out]. */
      readonly shape: readonly number[]
      readonly values: Float32Array
      /** Of the patches that a whitening layer was made from, largest first; null for other layers. */
      readonly eigenvalues: Float64Array | null
    }
  /** In the safetensors format, see `weightsFile`. */
  | { readonly what: 'file'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly what: 'activations'; readonly layers: readonly LayerActivations[] | Unavailable }
  | { readonly what: 'profile'; readonly profile: Profile | Unavailable }
  | { readonly what: 'logitSteps'; readonly steps: LogitSteps }
  | { readonly what: 'forgetting'; readonly points: readonly ForgettingPoint[] }

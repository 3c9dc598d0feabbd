import * as v from 'valibot'

const MirrorFileSchema = v.object({
  url: v.pipe(v.string(), v.url()),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
})

/**
 * Two parquet files with the columns `img` (a PNG in `bytes`, 32x32 in 8-bit RGB) and `label` (0 to 9), the training
 * and the test images in any order, on a server that sends CORS headers. The URLs must always return these exact bytes.
 */
export const MirrorSchema = v.object({
  /** For people. */
  name: v.pipe(v.string(), v.nonEmpty()),
  train: MirrorFileSchema,
  test: MirrorFileSchema,
  /** Redirect targets of the URLs, as Content-Security-Policy sources: `https://*.example.org`. */
  redirects: v.array(v.string()),
})

export type Mirror = v.InferOutput<typeof MirrorSchema>

const REVISION = '0b2714987fa478483af9968de7c934580d0bb9a2'
const FOLDER = `https://huggingface.co/datasets/uoft-cs/cifar10/resolve/${REVISION}/plain_text`

/** The University of Toronto's own copy on Hugging Face. */
export const HUGGING_FACE: Mirror = {
  name: 'Hugging Face',
  train: {
    url: `${FOLDER}/train-00000-of-00001.parquet`,
    bytes: 119_705_255,
    sha256: '8428b53a88a11ac374111006708df51469e315a22ac6d66470afd9c78d2ae883',
  },
  test: {
    url: `${FOLDER}/test-00000-of-00001.parquet`,
    bytes: 23_940_850,
    sha256: '841389e6f2d64f28bf17310e430aebac20ec3ba611a3c5e231dc93c645ce84de',
  },
  redirects: ['https://*.huggingface.co', 'https://*.hf.co'],
}

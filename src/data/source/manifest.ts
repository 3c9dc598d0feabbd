import * as v from 'valibot'
import { DATA_FILE_NAMES, FILE_BYTES } from '../cifar10.ts'

/** Its path below the page's base URL. */
export const MANIFEST_FOLDER = 'cifar-10/'
export const MANIFEST_PATH = `${MANIFEST_FOLDER}manifest.json`

const FileSchema = v.object({
  name: v.picklist(DATA_FILE_NAMES),
  bytes: v.literal(FILE_BYTES),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
})

/**
 * `/cifar-10/manifest.json`: the server's state of the data set. A POST to the same path turns `absent` or `failed`
 * into `preparing`: the server downloads the official archive.
 */
export const ManifestSchema = v.variant('state', [
  /** Status 200: the files lie beside the manifest, by name. */
  v.object({
    state: v.literal('ready'),
    source: v.string(),
    files: v.pipe(v.array(FileSchema), v.length(DATA_FILE_NAMES.length)),
  }),
  /** Status 202. */
  v.object({ state: v.literal('absent'), source: v.string(), bytesTotal: v.number() }),
  /** Status 202: the server is fetching or unpacking. */
  v.object({
    state: v.literal('preparing'),
    source: v.string(),
    bytesDone: v.number(),
    bytesTotal: v.number(),
  }),
  /** Status 503. */
  v.object({
    state: v.literal('failed'),
    source: v.string(),
    message: v.string(),
    advice: v.string(),
  }),
])

export type Manifest = v.InferOutput<typeof ManifestSchema>

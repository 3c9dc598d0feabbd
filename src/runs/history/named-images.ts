import * as v from 'valibot'
import type { NamedImages } from '../../engine/engine.ts'
import { CLASS_NAMES } from '../../data/records.ts'

const Classes = v.pipe(
  v.instance(Uint8Array<ArrayBuffer>),
  v.check((classes) => classes.every((label) => label < CLASS_NAMES.length)),
)

/** How a run named each test image, as the disk holds it. */
export const NamedImagesSchema: v.GenericSchema<unknown, NamedImages> = v.pipe(
  v.object({
    labels: Classes,
    answers: Classes,
    certainties: v.instance(Float32Array<ArrayBuffer>),
  }),
  v.check(
    ({ labels, answers, certainties }) =>
      labels.length > 0 && answers.length === labels.length && certainties.length === labels.length,
  ),
)

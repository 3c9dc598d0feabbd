import * as v from 'valibot'
import type { Predictions } from '../../engine/engine.ts'
import { CLASS_NAMES } from '../../data/records.ts'

const Classes = v.pipe(
  v.instance(Uint8Array<ArrayBuffer>),
  v.check((classes) => classes.every((label) => label < CLASS_NAMES.length)),
)
const Confidences = v.instance(Float32Array<ArrayBuffer>)

/** The fields' earlier names, as stored by earlier versions. */
const EarlierSchema = v.pipe(
  v.object({ labels: Classes, answers: Classes, certainties: Confidences }),
  v.transform(({ labels, answers, certainties }) => ({
    labels,
    predicted: answers,
    confidences: certainties,
  })),
)

/** A run's predictions of the test images, as stored. */
export const PredictionsSchema: v.GenericSchema<unknown, Predictions> = v.pipe(
  v.union([
    v.object({ labels: Classes, predicted: Classes, confidences: Confidences }),
    EarlierSchema,
  ]),
  v.check(
    ({ labels, predicted, confidences }) =>
      labels.length > 0 &&
      predicted.length === labels.length &&
      confidences.length === labels.length,
  ),
)

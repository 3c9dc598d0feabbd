import { expect, it } from 'vitest'
import { readSafetensors, TensorFileError, writeSafetensors } from '../model/safetensors.ts'
import { fuzz, FUZZ_TIMEOUT } from '../testing/fuzz.ts'
import { readWeightsFile } from './read-weights-file.ts'
import { readPredictions, writePredictions } from './shipped/predictions-file.ts'
import { scriptedWeights } from './testing/weights.ts'

it('reads or refuses any file of weights', { timeout: FUZZ_TIMEOUT }, async () => {
  const { metadata, tensors } = readSafetensors(await scriptedWeights('tiny'))
  // Most edits hit the header if it is most of the file; a bias is damaged as a kernel is.
  const header = writeSafetensors({ metadata, tensors: {} })
  const { accepted, refused } = await fuzz({
    name: 'weights files',
    samples: [writeSafetensors({ metadata, tensors }), header],
    decode(bytes) {
      const read = readWeightsFile(bytes)
      for (const values of Object.values(read.tensors)) {
        expect(values.every(Number.isFinite)).toBe(true)
      }
    },
    refusals: [TensorFileError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

it('reads or refuses any file of predictions', { timeout: FUZZ_TIMEOUT }, async () => {
  const labels = Uint8Array.of(3, 0, 9)
  const predicted = Uint8Array.of(3, 1, 9)
  const confidences = Float32Array.of(0.5, 0.25, 1)
  const { accepted, refused } = await fuzz({
    name: 'predictions files',
    samples: [writePredictions({ labels, predicted, confidences })],
    decode(bytes) {
      const read = readPredictions(bytes, labels.length)
      expect(Math.max(...read.labels, ...read.predicted)).toBeLessThan(10)
      expect(read.confidences).toHaveLength(labels.length)
    },
    refusals: [TensorFileError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

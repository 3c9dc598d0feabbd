import { describe, expect, it } from 'vitest'
import { IMAGE_BYTES } from '../data/records.ts'
import { buildNetwork } from '../model/networks.ts'
import { normalisationTables, writeAugmented } from './augment.ts'
import { CHOICE_WORDS, unpackAugmentation } from './choices.ts'
import { checkSnapshot } from './snapshot.ts'
import { goldenRecords, goldenState, loadGoldens } from './test-goldens.ts'

describe.each(loadGoldens('training'))('the PyTorch program’s run of $name', (golden) => {
  const { recipe, normalisation, goldenSteps, steps } = golden.description
  const { batchSize } = recipe
  const spec = { layers: buildNetwork(recipe.network), averaging: recipe.averaging.kind }

  it.each(goldenSteps)('sees the same batch at step %i', (step) => {
    const records = goldenRecords(golden)
    const tables = normalisationTables(normalisation)
    const { epoch, first } = steps[step]
    const words = golden.words(`choices/${epoch}`)
    const images = new Float32Array(batchSize * IMAGE_BYTES)
    const labels = new Uint8Array(batchSize)
    for (let i = 0; i < batchSize; i++) {
      const [record, packed] = words.subarray(CHOICE_WORDS * (first + i))
      writeAugmented(records, record, unpackAugmentation(packed), tables, images, i * IMAGE_BYTES)
      labels[i] = records.labels[record]
    }
    expect(labels).toEqual(golden.bytes(`batch/${step}/labels`))
    const expected = golden.floats(`batch/${step}/images`)
    const largest = images.reduce((worst, x, i) => Math.max(worst, Math.abs(x - expected[i])), 0)
    expect(largest).toBeLessThan(1e-6)
  })

  it.each(goldenSteps.flatMap((step) => [step, step + 1]))(
    'has a whole state at step %i',
    (step) => {
      const snapshot = { step, writer: 'PyTorch', tensors: goldenState(golden, step) }
      expect(() => checkSnapshot(snapshot, spec)).not.toThrow()
    },
  )
})

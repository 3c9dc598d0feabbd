import { describe, expect, it } from 'vitest'
import { buildNetwork } from '../model/networks.ts'
import { averageOf } from '../trainer/schedule/averages.ts'
import { allocateBatch, makeBatch, normalisedBytes } from './batch/augment.ts'
import { checkSnapshot } from './snapshot.ts'
import { goldenRecords, goldenState, loadGoldens } from './testing/goldens.ts'

describe.each(loadGoldens('training'))('the PyTorch program’s run of $name', (golden) => {
  const { recipe, normalisation, goldenSteps, steps } = golden.description
  const { batchSize } = recipe
  const spec = { layers: buildNetwork(recipe.network), averaging: averageOf(recipe.averaging) }

  it.each(goldenSteps)('sees the same batch at step %i', (step) => {
    const records = goldenRecords(golden)
    const { epoch, first } = steps[step]
    const draws = { epoch, words: golden.draws(`choices/${epoch}`) }
    const { images, truth } = allocateBatch(batchSize)
    makeBatch(records, draws, first, normalisedBytes(normalisation), { images, truth })
    expect(truth).toEqual(golden.words(`batch/${step}/truth`))
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

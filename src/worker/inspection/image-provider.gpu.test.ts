import { expect, it } from 'vitest'
import { readSample } from '../../data/node/sample.ts'
import { createWgslEngine } from '../../engine/wgsl/engine.ts'
import { openSharedDevice } from '../../engine/wgsl/testing/run.ts'
import { presetChoice } from '../../recipe/choice.ts'
import { ImageProvider } from './image-provider.ts'

it('previews the same images from the engine and from the CPU', async () => {
  const device = await openSharedDevice()
  const full = () => Promise.reject(new Error('The full set was not requested.'))
  const provider = new ImageProvider({
    data: {
      isComplete: false,
      full,
      sample: readSample,
    },
    engines: {
      create: (_name, spec) => createWgslEngine(device, spec),
    },
  })
  const request = {
    choice: {
      ...presetChoice('airbench94'),
      toggles: { cutMix: true, cutout: true, learnedNormalisation: true },
    },
    seed: 3,
    dataset: 'sample',
    engine: 'wgsl',
    // More than one batch of the provider's engine.
    records: Array.from({ length: 40 }, (_, i) => 100 * i),
    epoch: 8,
  } as const
  const gathered = await provider.preview(
    { ...request, records: [...request.records] },
    { running: false },
  )
  const made = await provider.preview(
    { ...request, records: [...request.records] },
    { running: true },
  )
  expect(gathered).toEqual(made)
  await provider.release()
})

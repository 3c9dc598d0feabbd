import { describe, expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from './fuzz.ts'

class Refusal extends Error {}

const samples = [new TextEncoder().encode('{"count":12}')]
const decoder = { name: 'a test', samples, refusals: [Refusal] }

/** Fails for inputs that begin like the sample, and so for few enough to need some tries. */
const fails = (fault: () => unknown) => (bytes: Uint8Array) =>
  bytes.length > 12 && bytes[0] === samples[0][0] ? fault() : null

const says = (message: RegExp) => ({ cause: { message: expect.stringMatching(message) } })

describe('fuzz', () => {
  it(
    'counts inputs that are decoded and refused',
    async () => {
      const figures = await fuzz({
        ...decoder,
        decode: fails(() => {
          throw new Refusal()
        }),
      })
      expect(figures.accepted).toBeGreaterThan(0)
      expect(figures.refused).toBeGreaterThan(0)
      expect(figures.accepted + figures.refused).toBe(figures.cases)
    },
    FUZZ_TIMEOUT,
  )

  it('reports any other error', async () => {
    const decode = fails(() => {
      throw new RangeError('a crash')
    })
    await expect(fuzz({ ...decoder, decode })).rejects.toMatchObject({
      cause: { message: 'a crash' },
    })
  })

  it('reports an input that keeps the processor busy for too long', async () => {
    const decode = fails(() => {
      const start = process.cpuUsage()
      while (process.cpuUsage(start).user < 30_000);
    })
    await expect(fuzz({ ...decoder, decode, mostMs: 20 })).rejects.toMatchObject(
      says(/took \d+ ms/),
    )
  })

  it('reports an input that takes more memory than the data set', async () => {
    const decode = fails(() => new Uint8Array(300 * 2 ** 20).length)
    await expect(fuzz({ ...decoder, decode })).rejects.toMatchObject(says(/and 3\d{8} bytes/))
  })
})

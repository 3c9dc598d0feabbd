import { expect, it } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'
import { IMAGE_BYTES, type Records } from '../records.ts'

/** Images of one colour each, labelled by it. */
function recordsOf(colours: readonly number[]): Records {
  const pixels = new Uint8Array(colours.length * IMAGE_BYTES)
  for (const [i, colour] of colours.entries()) {
    pixels.fill(colour, i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES)
  }
  return { count: colours.length, labels: Uint8Array.from(colours), pixels }
}

const of = (train: readonly number[], test: readonly number[]) =>
  fingerprintOf({ train: recordsOf(train), test: recordsOf(test) })

it('is equal for equal images only, in one order', async () => {
  const known = await of([1, 2, 3], [4, 5])
  expect(known).toMatch(/^[0-9a-f]{16}$/)
  expect(await of([1, 2, 3], [4, 5])).toBe(known)
  const others = [
    await of([2, 1, 3], [4, 5]),
    await of([1, 2, 3], [5, 4]),
    await of([1, 2], [4, 5]),
    await of([1, 2, 3, 4], [5]),
    await fingerprintOf({
      train: { ...recordsOf([1, 2, 3]), labels: Uint8Array.of(1, 2, 2) },
      test: recordsOf([4, 5]),
    }),
  ]
  expect(new Set([known, ...others]).size).toBe(6)
})

it('counts every image of a large set', async () => {
  const large = Array.from({ length: 10_002 }, (_, i) => i % 7)
  expect(await of(large, [1])).not.toBe(await of(large.with(10_001, 8), [1]))
})

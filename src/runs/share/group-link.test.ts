import { describe, expect, it } from 'vitest'
import { syntheticRecord } from '../testing/records.ts'
import { toBase64url } from './encoding/base64url.ts'
import { VarintWriter } from './encoding/bytes.ts'
import { idOf, packRun1 } from './encoding/codec-1.ts'
import { deflate } from './encoding/deflate.ts'
import { groupToHash, hashToGroup, MAX_LINKED_RUNS } from './group-link.ts'
import { LinkError } from './link-error.ts'

const seeds = (count: number, epochs = 10) =>
  Array.from({ length: count }, (_, i) =>
    syntheticRecord({ epochs, accuracy: 0.94 + 0.0003 * i, record: { seed: i + 1 } }),
  )

const seal = async (write: (writer: VarintWriter) => void) => {
  const writer = new VarintWriter()
  write(writer)
  return `#runs=1.${toBase64url(await deflate(writer.finish()))}`
}

describe('a link to a group of seeds', () => {
  it('opens the same runs, in their order', async () => {
    const runs = seeds(5)
    const opened = await hashToGroup(await groupToHash(runs))
    expect(opened.map(({ id }) => id)).toEqual(runs.map((run) => idOf(run)))
    expect(opened.map(({ run }) => run.record.seed)).toEqual([1, 2, 3, 4, 5])
    expect(opened.map(({ run }) => run.record.tests.at(-1)?.views)).toEqual(
      runs.map(({ record }) => record.tests.at(-1)?.views),
    )
  })

  it.each([
    [2, 10, 1000],
    [5, 10, 2500],
    [10, 24, 5000],
    [MAX_LINKED_RUNS, 24, 10_000],
  ])('of %i runs of %i epochs stays within %i letters', async (count, epochs, letters) => {
    expect((await groupToHash(seeds(count, epochs))).length).toBeLessThanOrEqual(letters)
  })

  it('is rejected if there are too many runs or they are too long', async () => {
    await expect(groupToHash(seeds(MAX_LINKED_RUNS + 1))).rejects.toThrow(RangeError)
    await expect(groupToHash([])).rejects.toThrow(RangeError)
    await expect(groupToHash(seeds(MAX_LINKED_RUNS, 400))).rejects.toThrow(LinkError)
  })

  it.each<[string, (writer: VarintWriter, run: Uint8Array) => void]>([
    ['no run', (writer) => writer.unsigned(0)],
    ['more runs than a link holds', (writer) => writer.unsigned(MAX_LINKED_RUNS + 1)],
    ['a number of runs and none', (writer) => writer.unsigned(2)],
    [
      'a run that ends early',
      (writer, run) => {
        writer.unsigned(1)
        writer.unsigned(run.length)
        writer.raw(run.subarray(0, 40))
      },
    ],
    [
      'more than its runs',
      (writer, run) => {
        writer.unsigned(1)
        writer.unsigned(run.length)
        writer.raw(run)
        writer.unsigned(7)
      },
    ],
  ])('with %s is refused', async (_name, write) => {
    const run = packRun1(syntheticRecord(), 0)
    await expect(hashToGroup(await seal((writer) => write(writer, run)))).rejects.toThrow(
      /^This link does not contain a readable group of runs\. Part of it is missing or changed\.$/,
    )
  })
})

import { IMAGE_BYTES, type Records } from '../../data/records.ts'

/**
 * The first `count` records of a split, sharing its memory; all of them if `count` is null. Throws if there are fewer.
 */
export function firstRecords(records: Records, count: number | null): Records {
  if (count === null) return records
  if (count > records.count) {
    throw new RangeError(`There are only ${records.count} images, not ${count}.`)
  }
  return {
    count,
    labels: records.labels.subarray(0, count),
    pixels: records.pixels.subarray(0, count * IMAGE_BYTES),
  }
}

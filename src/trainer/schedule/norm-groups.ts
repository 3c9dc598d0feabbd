import { randomPermutation } from '../../random/stream.ts'

/** Page's `max_options`. */
const MOST_GROUPS = 200

/**
 * Page's way to choose one of `options` for each of `images` records: the records, permuted by stream `name`, are cut into
 * as many groups as there are options, but at most 200, equal to within one record; group i gets the i-th of the options
 * permuted by stream `name option`. Returns the option of a record.
 * Source: davidcpage/cifar10-fast, bag_of_tricks.ipynb.
 */
export function drawGroups(
  seed: number,
  name: string,
  epoch: number,
  images: number,
  options: number,
): (record: number) => number {
  const chosen = randomPermutation(seed, `${name} option`, epoch, options).subarray(0, MOST_GROUPS)
  const byRecord = new Uint16Array(images)
  randomPermutation(seed, name, epoch, images).forEach((record, rank) => {
    byRecord[record] = chosen[Math.floor((rank * chosen.length) / images)]
  })
  return (record) => byRecord[record]
}

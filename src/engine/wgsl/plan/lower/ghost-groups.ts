import type { BatchNormLayer } from '../../../../model/layers.ts'

/** The number of ghost groups in a batch. Throws if the batch cannot be divided into them. */
export function ghostGroups({ name, groupSize }: BatchNormLayer, batch: number): number {
  if (groupSize === null) return 1
  if (batch % groupSize !== 0) {
    throw new RangeError(
      `${name} normalises groups of ${groupSize} images, but ${batch} is not divisible by ${groupSize}.`,
    )
  }
  return batch / groupSize
}

/** All of CIFAR-10, and the images that come with the page. */
export const DATASET_NAMES = ['full', 'sample'] as const

export type DatasetName = (typeof DATASET_NAMES)[number]

/** Images of each split. */
export const DATASET_SIZES = {
  full: { train: 50_000, test: 10_000 },
  sample: { train: 5_000, test: 1_000 },
} as const satisfies Readonly<
  Record<DatasetName, { readonly train: number; readonly test: number }>
>

import * as v from 'valibot'

export const words = (value: number): string => value.toLocaleString('en')

/** A number from `least` to `most`; never NaN or infinite. */
export const between = (least: number, most: number) =>
  v.custom<number>(
    (value) => typeof value === 'number' && value >= least && value <= most,
    `It must be a number from ${words(least)} to ${words(most)}.`,
  )

export const wholeBetween = (least: number, most: number) =>
  v.custom<number>(
    (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
    `It must be a whole number from ${words(least)} to ${words(most)}.`,
  )

/** In f32, smaller numbers could become 0 and larger ones infinite. */
const LEAST = 1e-12
const MOST = 1e6

export const positive = v.custom<number>(
  (value) => typeof value === 'number' && value >= LEAST && value <= MOST,
  `It must be a number above 0, from ${LEAST} to ${words(MOST)}.`,
)
export const zeroOrMore = v.custom<number>(
  (value) => typeof value === 'number' && (value === 0 || (value >= LEAST && value <= MOST)),
  `It must be 0, or a number from ${LEAST} to ${words(MOST)}.`,
)
export const share = between(0, 1)
export const count = wholeBetween(1, 100_000)
export const batch = wholeBetween(1, 8192)

/** The limits of a stored run, see `runs/record/record.ts`. */
export const MAX_EPOCHS = 10_000
export const MAX_STEPS = 1_000_000

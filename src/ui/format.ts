/** Joins a number and its unit. */
const NBSP = '\u00a0'

/** A number as it is read, and its unit, which numerals set apart. */
export interface Quantity {
  readonly value: string
  readonly unit: string
}

export const inline = ({ value, unit }: Quantity): string => `${value}${NBSP}${unit}`

const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A count with commas from 1,000. */
export const formatCount = (count: number): string => thousands.format(count)

/**
 * A share in percent without the sign, to one decimal; to more where rounding would carry it to `goal` or past it,
 * so that a miss never reads as a hit.
 */
export function percentFigure(share: number, goal: number): string {
  const percent = 100 * share
  const decimals = [1, 2, 3].find(
    (digits) => percent >= 100 * goal || Number(percent.toFixed(digits)) < 100 * goal,
  )
  return percent.toFixed(decimals ?? 3)
}

/** A learning rate or loss: two decimals from 0.1 on, two significant digits below. */
export function formatSmall(value: number): string {
  if (value === 0 || Math.abs(value) >= 0.095) return value.toFixed(2)
  return String(Number(value.toPrecision(2)))
}

const MINUTE = 60
const HOUR = 3600

/** A measured time: 71.3 s, from 100 s on 288 s, from 300 s on 4 min 48 s, from 2 h on 3 h 12 min. */
export function formatTime(seconds: number): string {
  if (seconds < 99.95) return inline({ value: seconds.toFixed(1), unit: 's' })
  if (seconds < 299.5) return inline({ value: seconds.toFixed(0), unit: 's' })
  if (seconds < 2 * HOUR - 0.5) return pair(Math.round(seconds), MINUTE, 'min', 's')
  return pair(Math.round(seconds / MINUTE), MINUTE, 'h', 'min')
}

/** A time as its source gives it: 3.8 s, 79 s. */
export const formatStated = (seconds: number): string =>
  inline({ value: String(seconds), unit: 's' })

function pair(total: number, size: number, large: string, small: string): string {
  const parts = [
    { value: String(Math.floor(total / size)), unit: large },
    { value: String(total % size), unit: small },
  ]
  return parts.map(inline).join(NBSP)
}

/** The unit and decimals of a running clock, so that they stay the same from its start to its end. */
export type ClockScale = 'tenths' | 'seconds' | 'minutes' | 'hours'

/** The scale for a clock that will end at about `seconds`. */
export function clockScale(seconds: number): ClockScale {
  if (seconds < 100) return 'tenths'
  if (seconds < 300) return 'seconds'
  return seconds < 2 * HOUR ? 'minutes' : 'hours'
}

const CLOCK = {
  tenths: { size: 1, unit: 's', decimals: 1 },
  seconds: { size: 1, unit: 's', decimals: 0 },
  minutes: { size: MINUTE, unit: 'min', decimals: 1 },
  hours: { size: HOUR, unit: 'h', decimals: 2 },
} as const

/** A running clock's reading on its scale. */
export function readClock(seconds: number, scale: ClockScale): Quantity {
  const { size, unit, decimals } = CLOCK[scale]
  return { value: (seconds / size).toFixed(decimals), unit }
}

const APPROXIMATE = [
  { below: 10, size: 1, step: 1, unit: 's' },
  { below: 100, size: 1, step: 5, unit: 's' },
  { below: 300, size: 1, step: 10, unit: 's' },
  { below: 2 * HOUR, size: MINUTE, step: 1, unit: 'min' },
  { below: 10 * HOUR, size: HOUR, step: 0.5, unit: 'h' },
  { below: 96 * HOUR, size: HOUR, step: 1, unit: 'h' },
  { below: Infinity, size: 24 * HOUR, step: 1, unit: 'days' },
] as const

/** An expected time, rounded to what an estimate can know: 70 s, 7 min, 3.5 h. At least one step of its scale. */
export function approximateTime(seconds: number): Quantity {
  const scale = APPROXIMATE.find(({ below }) => seconds < below) ?? APPROXIMATE[6]
  return rounded(seconds, scale)
}

function rounded(seconds: number, { size, step, unit }: (typeof APPROXIMATE)[number]): Quantity {
  return { value: String(Math.max(step, Math.round(seconds / size / step) * step)), unit }
}

/** A range of expected times in words, both ends in the larger one's unit: 60 to 85 s. */
export function approximateRange(low: number, high: number): string {
  const scale = APPROXIMATE.find(({ below }) => high < below) ?? APPROXIMATE[6]
  return `${rounded(low, scale).value} to ${inline(rounded(high, scale))}`
}

const RATES = [
  { from: 1e12, prefix: 'T' },
  { from: 1e9, prefix: 'G' },
  { from: 1e6, prefix: 'M' },
] as const

/** Operations or bytes a second to three digits: 14.2 TFLOP/s, 206 GB/s. */
export function readRate(perSecond: number, unit: 'FLOP/s' | 'B/s'): Quantity {
  const { from, prefix } = RATES.find((rate) => perSecond >= rate.from) ?? RATES[2]
  const value = perSecond / from
  return { value: value.toFixed(value < 99.95 ? 1 : 0), unit: `${prefix}${unit}` }
}

const KILO = 1024

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB'] as const

/** The power of 1,024 that bytes are told in, as CIFAR-10's own page counts its 162 MB. */
const powerOf = (bytes: number): number =>
  bytes < KILO ? 0 : Math.min(3, Math.floor(Math.log(bytes) / Math.log(KILO)))

export function formatBytes(bytes: number): string {
  const power = powerOf(bytes)
  const value = bytes / KILO ** power
  return inline({
    value: value.toFixed(power > 0 && value < 9.95 ? 1 : 0),
    unit: BYTE_UNITS[power],
  })
}

/** Progress in bytes in the total's unit: 61 of 162 MB. */
export const bytesOf = (done: number, total: number): string =>
  `${(done / KILO ** powerOf(total)).toFixed(0)} of ${formatBytes(total)}`

/** "1 change", "2 changes". */
export const formatNumberOf = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)}${NBSP}${count === 1 ? one : many}`

/** Joins a number and its unit without a line break. */
const NBSP = '\u00a0'

/** A formatted number and its unit; large numerals set the unit in another style. */
export interface Quantity {
  readonly value: string
  readonly unit: string
}

export const inline = ({ value, unit }: Quantity): string => `${value}${NBSP}${unit}`

const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A count with commas from 1,000. */
export const formatCount = (count: number): string => thousands.format(count)

/**
 * A share in percent without the sign, to one decimal; to more decimals if rounding would lift it to `goal`, so that
 * a result below the goal is never shown as reaching it.
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
const DAY = 24 * HOUR

/**
 * A measured time: 71.3 s, from 100 s on 288 s, from 300 s on 4 min 48 s, from 2 h on 3 h 12 min, from 2 days on 3 days
 * 5 h.
 */
export function formatTime(seconds: number): string {
  if (seconds < 99.95) return inline({ value: seconds.toFixed(1), unit: 's' })
  if (seconds < 299.5) return inline({ value: seconds.toFixed(0), unit: 's' })
  if (seconds < 2 * HOUR - 0.5) return pair(Math.round(seconds), MINUTE, 'min', 's')
  if (seconds < 2 * DAY - 30) return pair(Math.round(seconds / MINUTE), MINUTE, 'h', 'min')
  return pair(Math.round(seconds / HOUR), 24, 'days', 'h')
}

/** A published time as its source gives it: 3.8 s, 79 s. */
export const formatStated = (seconds: number): string =>
  inline({ value: String(seconds), unit: 's' })

function pair(total: number, size: number, large: string, small: string): string {
  const parts = [
    { value: formatCount(Math.floor(total / size)), unit: large },
    { value: String(total % size), unit: small },
  ]
  return parts.map(inline).join(NBSP)
}

/** The unit and decimals of a running clock, fixed from start to end. */
export type ClockScale = 'tenths' | 'seconds' | 'minutes' | 'hours' | 'days'

/** The scale for a clock that will end at about `seconds`. */
export function clockScale(seconds: number): ClockScale {
  if (seconds < 100) return 'tenths'
  if (seconds < 300) return 'seconds'
  if (seconds < 2 * HOUR) return 'minutes'
  return seconds < 2 * DAY ? 'hours' : 'days'
}

const CLOCK = {
  tenths: { size: 1, unit: 's', decimals: 1 },
  seconds: { size: 1, unit: 's', decimals: 0 },
  minutes: { size: MINUTE, unit: 'min', decimals: 1 },
  hours: { size: HOUR, unit: 'h', decimals: 2 },
  days: { size: DAY, unit: 'days', decimals: 2 },
} as const

/** A running clock's reading on its scale. */
export function readClock(seconds: number, scale: ClockScale): Quantity {
  const { size, unit, decimals } = CLOCK[scale]
  const value = seconds / size
  return { value: value < 1000 ? value.toFixed(decimals) : formatCount(value), unit }
}

const APPROXIMATE = [
  { below: 10, size: 1, step: 1, unit: 's' },
  { below: 100, size: 1, step: 5, unit: 's' },
  { below: 300, size: 1, step: 10, unit: 's' },
  { below: 2 * HOUR, size: MINUTE, step: 1, unit: 'min' },
  { below: 10 * HOUR, size: HOUR, step: 0.5, unit: 'h' },
  { below: 4 * DAY, size: HOUR, step: 1, unit: 'h' },
  { below: Infinity, size: DAY, step: 1, unit: 'days' },
] as const

/** An expected time, rounded to the accuracy of an estimate: 70 s, 7 min, 3.5 h. At least one step of its scale. */
export function approximateTime(seconds: number): Quantity {
  const scale = APPROXIMATE.find(({ below }) => seconds < below) ?? APPROXIMATE[6]
  return rounded(seconds, scale)
}

function rounded(seconds: number, { size, step, unit }: (typeof APPROXIMATE)[number]): Quantity {
  const value = Math.max(step, Math.round(seconds / size / step) * step)
  return { value: value < 1000 ? String(value) : formatCount(value), unit }
}

/**
 * A range of expected times in words, both ends in the unit of their geometric mean, which is about the estimate itself:
 * 60 to 85 s. A single number if both ends round to it.
 */
export function approximateRange(low: number, high: number): string {
  const middle = Math.sqrt(low * high)
  const scale = APPROXIMATE.find(({ below }) => middle < below) ?? APPROXIMATE[6]
  const [from, to] = [rounded(low, scale), rounded(high, scale)]
  return from.value === to.value ? inline(to) : `${from.value} to ${inline(to)}`
}

const RATES = [
  { from: 1e12, prefix: 'T' },
  { from: 1e9, prefix: 'G' },
  { from: 1e6, prefix: 'M' },
] as const

/** Operations or bytes per second, to three digits: 14.2 TFLOP/s, 206 GB/s. */
export function readRate(perSecond: number, unit: 'FLOP/s' | 'B/s'): Quantity {
  const { from, prefix } = RATES.find((rate) => perSecond >= rate.from) ?? RATES[2]
  const value = perSecond / from
  return { value: value.toFixed(value < 99.95 ? 1 : 0), unit: `${prefix}${unit}` }
}

const LARGE = [
  { from: 1e12, word: 'trillion' },
  { from: 1e9, word: 'billion' },
  { from: 1e6, word: 'million' },
  { from: 1e3, word: 'thousand' },
] as const

/** A large count to three digits: 1.23 billion, 45.6 million, 789. */
export function formatLarge(count: number): string {
  const scale = LARGE.find(({ from }) => count >= from)
  if (scale === undefined) return formatCount(count)
  return inline({ value: Number((count / scale.from).toPrecision(3)).toString(), unit: scale.word })
}

const KILO = 1024

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB'] as const

/** The power of 1,024 to show bytes in. CIFAR-10's own page counts its 162 MB this way. */
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

/** A noun after its indefinite article. */
export const withArticle = (noun: string): string =>
  /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`

import { parseArgs } from 'node:util'
import { reasonOf } from '../../errors/reason-of.ts'

/** Invalid arguments: the program exits with status 2 and this message, which names the argument. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
}

/** Parses `--name value` options strictly. Throws an ArgumentError that names the offending argument. */
export const parseOptions = <T extends Record<string, OptionSpec>>(
  options: T,
  argv: readonly string[],
) => parse(options, argv, false).values

/** Like `parseOptions`, but also returns arguments that belong to no option, as `positionals`. */
export const parseArguments = <T extends Record<string, OptionSpec>>(
  options: T,
  argv: readonly string[],
) => parse(options, argv, true)

function parse<T extends Record<string, OptionSpec>>(
  options: T,
  argv: readonly string[],
  allowPositionals: boolean,
) {
  try {
    return parseArgs({ options, args: [...argv], strict: true, allowPositionals })
  } catch (error) {
    throw new ArgumentError(reasonOf(error))
  }
}

export interface NumberBounds {
  readonly integer: boolean
  readonly min: number
  readonly max?: number
}

/** Parses a number within bounds. Otherwise throws an ArgumentError that names the option. */
export function numberOption(name: string, text: string, bounds: NumberBounds): number {
  const value = Number(text)
  const { integer, min, max = Number.MAX_SAFE_INTEGER } = bounds
  if (
    text.trim() === '' ||
    !Number.isFinite(value) ||
    value < min ||
    value > max ||
    (integer && !Number.isInteger(value))
  ) {
    const kind = integer ? 'a whole number' : 'a number'
    const range = bounds.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`
    throw new ArgumentError(`--${name} must be ${kind} ${range}, not "${text}".`)
  }
  return value
}

/** Parses one of a list of words. Otherwise throws an ArgumentError that names the option and the list. */
export function wordOption<T extends string>(name: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text)
  if (found === undefined) {
    throw new ArgumentError(`--${name} must be one of ${words.join(', ')}, not "${text}".`)
  }
  return found
}

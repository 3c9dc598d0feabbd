import { parseArgs } from 'node:util'

/** Arguments that cannot be understood; its message names the argument, and `usage` shows what is possible. */
class ArgumentError extends Error {
  /**
   * @param {string} message
   * @param {string} usage
   */
  constructor(message, usage) {
    super(message)
    this.usage = usage
  }
}

const START_USAGE = 'npm start -- [--port N] [--no-open]'
const DEFAULT_PORT = 9494

/**
 * The arguments of `npm start`. Throws ArgumentError.
 *
 * @param {readonly string[]} argv
 * @returns {{ port: number, open: boolean }}
 */
export function parseStartArguments(argv) {
  const values = parse(argv, START_USAGE, {
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
  })
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_535 || values.port === '') {
    throw new ArgumentError(
      `--port takes a number from 1 to 65535, not "${String(values.port)}".`,
      START_USAGE,
    )
  }
  return { port, open: values['no-open'] !== true }
}

/**
 * The arguments of `npm test`: the steps to run, in their order, all of them where none is named. With `--long` they
 * come from the list of long ones. Throws ArgumentError.
 *
 * @template {{ key: string }} S
 * @param {readonly string[]} argv
 * @param {readonly S[]} steps
 * @param {readonly S[]} longSteps
 * @returns {{ steps: readonly S[] }}
 */
export function parseTestArguments(argv, steps, longSteps) {
  const keys = steps.map(({ key }) => key)
  const usage = `npm test -- [--only ${keys.join('|')}] ...`
  const values = parse(argv, usage, {
    only: { type: 'string', multiple: true },
    long: { type: 'boolean' },
  })
  if (values.long === true) return { steps: longSteps }
  const only = Array.isArray(values.only) ? values.only.map(String) : keys
  const unknown = only.find((name) => !keys.includes(name))
  if (unknown !== undefined) {
    throw new ArgumentError(`--only takes ${keys.join(', ')}, not "${unknown}".`, usage)
  }
  return { steps: steps.filter(({ key }) => only.includes(key)) }
}

/**
 * Parses with Node's own parser, or ends the process with status 2 and a message that names the argument.
 *
 * @template T
 * @param {() => T} parsing
 * @returns {T}
 */
export function argumentsOrExit(parsing) {
  try {
    return parsing()
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error
    console.error(`${error.message}\nUsage: ${error.usage}`)
    process.exit(2)
  }
}

/**
 * @param {readonly string[]} argv
 * @param {string} usage
 * @param {NonNullable<import('node:util').ParseArgsConfig['options']>} options
 */
function parse(argv, usage, options) {
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Node appends advice for positional arguments, which there are none of here.
    throw new ArgumentError(error.message.replace(/\. (To specify|This command).*/s, '.'), usage)
  }
}

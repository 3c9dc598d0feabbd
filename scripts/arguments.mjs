import { parseArgs } from 'node:util'

/** Invalid arguments: the message names the argument, and `usage` shows the valid ones. */
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

const PACK_USAGE = 'npm run -s pack:portable -- --out DIR [--chunk-mb N] [--dawn-toggle NAME] ...'
const DEFAULT_CHUNK_MB = 40

/**
 * The arguments of `npm run pack:portable`; `chunkBytes` is the maximum size of a chunk. Throws ArgumentError.
 *
 * @param {readonly string[]} argv
 * @returns {{ out: string, chunkBytes: number, toggles: readonly string[] }}
 */
export function parsePackArguments(argv) {
  const values = parse(argv, PACK_USAGE, {
    out: { type: 'string' },
    'chunk-mb': { type: 'string' },
    'dawn-toggle': { type: 'string', multiple: true },
  })
  if (typeof values.out !== 'string' || values.out === '') {
    throw new ArgumentError('--out is missing. Name the folder to pack into.', PACK_USAGE)
  }
  const megabytes = Number(values['chunk-mb'] ?? DEFAULT_CHUNK_MB)
  if (!Number.isInteger(megabytes) || megabytes < 1 || megabytes > 1000) {
    throw new ArgumentError(
      `--chunk-mb takes a whole number from 1 to 1000, not "${String(values['chunk-mb'])}".`,
      PACK_USAGE,
    )
  }
  const toggles = Array.isArray(values['dawn-toggle']) ? values['dawn-toggle'].map(String) : []
  const odd = toggles.find((toggle) => !/^[a-z0-9_]+$/.test(toggle))
  if (odd !== undefined) {
    throw new ArgumentError(`--dawn-toggle takes the name of a toggle, not "${odd}".`, PACK_USAGE)
  }
  return { out: values.out, chunkBytes: megabytes * 1e6, toggles }
}

/**
 * The arguments of `npm test`: the steps to run, in their own order, or all steps if none is named. `--long` selects the
 * list of long steps. Throws ArgumentError.
 *
 * @template {{ key: string }} S
 * @param {readonly string[]} argv
 * @param {readonly S[]} steps
 * @param {readonly S[]} longSteps
 * @returns {{ steps: readonly S[] }}
 */
export function parseTestArguments(argv, steps, longSteps) {
  const long = argv.includes('--long')
  const planned = long ? longSteps : steps
  const keys = planned.map(({ key }) => key)
  const usage = `npm ${long ? 'run test:long' : 'test'} -- [--only ${keys.join('|')}] ...`
  const values = parse(argv, usage, {
    only: { type: 'string', multiple: true },
    long: { type: 'boolean' },
  })
  const only = Array.isArray(values.only) ? values.only.map(String) : keys
  const unknown = only.find((name) => !keys.includes(name))
  if (unknown !== undefined) {
    throw new ArgumentError(`--only takes ${keys.join(', ')}, not "${unknown}".`, usage)
  }
  return { steps: planned.filter(({ key }) => only.includes(key)) }
}

/**
 * Runs a parser. On an ArgumentError, prints its message and ends the process with status 2.
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
    // Node appends advice about positional arguments, which do not exist here.
    throw new ArgumentError(error.message.replace(/\. (To specify|This command).*/s, '.'), usage)
  }
}

import { describeFailure } from '../../trainer/recovery/failure.ts'
import { ArgumentError } from './arguments.ts'
import { endWithReader } from './closed-pipe.ts'

/**
 * Runs a command-line program and ends the process with its status: 2 with the usage on wrong arguments, 1 with the
 * message on any other failure. Exits explicitly, since Dawn would keep the process alive.
 */
export async function runProgram(
  main: (argv: readonly string[]) => Promise<number>,
  usage: string,
): Promise<never> {
  endWithReader()
  try {
    const status = await main(process.argv.slice(2))
    await flushed(process.stdout)
    process.exit(status)
  } catch (error) {
    const { message, advice } = describeFailure(error, '')
    process.stderr.write(`${message}${advice === '' ? '' : ` ${advice}`}\n`)
    if (!(error instanceof ArgumentError)) process.exit(1)
    process.stderr.write(`\n${usage}\n`)
    process.exit(2)
  }
}

/** Resolves when the output is flushed; otherwise a slow reader of a pipe would lose part of it. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()))

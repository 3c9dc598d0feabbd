import { describeFailure } from '../trainer/failure.ts'
import { ArgumentError } from './arguments.ts'

/**
 * Runs a command-line program and ends the process with its status: 2 with the usage on wrong arguments, 1 with the
 * message on any other failure. Ends for good, since Dawn would keep the process alive.
 */
export async function runProgram(
  main: (argv: readonly string[]) => Promise<number>,
  usage: string,
): Promise<never> {
  try {
    process.exit(await main(process.argv.slice(2)))
  } catch (error) {
    const { message, advice } = describeFailure(error, '')
    process.stderr.write(`${message}${advice === '' ? '' : ` ${advice}`}\n`)
    if (!(error instanceof ArgumentError)) process.exit(1)
    process.stderr.write(`\n${usage}\n`)
    process.exit(2)
  }
}

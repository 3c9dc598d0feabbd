import { ArgumentError } from '../src/headless/command-line/arguments.ts'
import { runProgram } from '../src/headless/command-line/program.ts'
import { benchConvolutions } from './convolution/convolution.ts'
import { BENCH_USAGE, parseBenchOptions } from './options.ts'
import { benchSides } from './sides/sides.ts'
import { benchSteps } from './step/step.ts'

/** `npm run -s bench`: compares the engine with its peers in one run. Resolves to the exit status. */
async function main([name, ...argv]: readonly string[]): Promise<number> {
  switch (name) {
    case 'step':
      await benchSteps(parseBenchOptions(argv))
      return 0
    case 'convolution':
      await benchConvolutions(parseBenchOptions(argv))
      return 0
    case 'sides':
      await benchSides(parseBenchOptions(argv))
      return 0
    default:
      throw new ArgumentError(
        `The benchmark must be "step", "convolution" or "sides", not "${name ?? ''}".`,
      )
  }
}

await runProgram(main, BENCH_USAGE)

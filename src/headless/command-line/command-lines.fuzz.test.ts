import { expect, it } from 'vitest'
import { parseBenchOptions } from '../../../bench/options.ts'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { parseSweepOptions } from '../sweep/spec/sweep-options.ts'
import { parseTrainOptions } from '../train/train-options.ts'
import { ArgumentError } from './arguments.ts'

const PROGRAMS = { train: parseTrainOptions, sweep: parseSweepOptions, bench: parseBenchOptions }

const LINES = [
  'train --recipe page-79 --toggle cutout=off --epochs 12 --width 0.25 --batch 64 --set views=mirror',
  'train --recipe tiny --set optimiser.momentum=0.8 --set schedule.knots=[[0,0],[1,1]] --seed 3 --json',
  'train --recipe page-10 --toggle cutout=on --retune cutout --checkpoint-minutes 0.5 --out a.json',
  'sweep spec.json --shard 2/8 --out runs --checkpoint-minutes 5 --dawn-toggle x',
  'sweep merge a b --out all.json',
  'bench step --recipe tiny --engine wgsl --batch 64 --samples 3 --width 0.5',
]

it('parses or refuses any command line', { timeout: FUZZ_TIMEOUT }, async () => {
  const { accepted, refused } = await fuzz({
    name: 'command lines',
    samples: LINES.map((line) => new TextEncoder().encode(line)),
    decode(bytes) {
      const [program, ...argv] = new TextDecoder().decode(bytes).split(' ')
      // An unknown program is npm's to refuse.
      const parse = Object.hasOwn(PROGRAMS, program)
        ? PROGRAMS[program as keyof typeof PROGRAMS]
        : parseTrainOptions
      return parse(argv)
    },
    refusals: [ArgumentError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

import { ArgumentError, numberOption, parseArguments } from '../../command-line/arguments.ts'
import { launcher } from '../../command-line/launcher.ts'
import { parseShard, type Shard } from '../shards/shard.ts'

/** Trains the runs of a shard. */
export interface TrainShardOptions {
  readonly mode: 'train'
  readonly spec: string
  readonly shard: Shard
  /** The output folder, with a file per run. */
  readonly out: string
  /** Path of the full data set; null to search as usual. */
  readonly data: string | null
  readonly dawnToggles: readonly string[]
  readonly checkpointMinutes: number
}

/** Prints the runs of a sweep. */
interface ListOptions {
  readonly mode: 'list'
  readonly spec: string
  readonly shard: Shard
}

/** Joins the files of runs. */
export interface MergeOptions {
  readonly mode: 'merge'
  readonly folders: readonly string[]
  readonly out: string
}

export type SweepOptions = TrainShardOptions | ListOptions | MergeOptions

export const SWEEP_USAGE = `${launcher('sweep')} SPEC.json --shard i/n --out DIR [options]
${launcher('sweep')} merge DIR... --out FILE

SPEC.json lists seeds, a recipe and its variations; each of n machines trains every n-th of its runs.
  --shard i/n               the shard to train, 1/n to n/n (1/1)
  --out DIR                 folder for one file per run; finished runs are skipped
  --data FILE|DIR           the archive or a folder of .bin files
  --checkpoint-minutes N    save the current run at least every N minutes (5), and after every epoch
  --dawn-toggle NAME        pass a toggle to Dawn; may be repeated
  --list                    print the runs, each with its shard, and exit
merge joins the runs of all DIRs into FILE, which Compare in the page opens.`

/** Reads the command line of `sweep`. Throws an ArgumentError that names what is wrong. */
export function parseSweepOptions(argv: readonly string[]): SweepOptions {
  return argv[0] === 'merge' ? parseMerge(argv.slice(1)) : parseTraining(argv)
}

function parseMerge(argv: readonly string[]): MergeOptions {
  const { values, positionals } = parseArguments({ out: { type: 'string' } }, argv)
  if (positionals.length === 0) throw new ArgumentError('merge needs at least one folder of runs.')
  return { mode: 'merge', folders: positionals, out: required('FILE', values.out) }
}

function parseTraining(argv: readonly string[]): SweepOptions {
  const { values, positionals } = parseArguments(
    {
      shard: { type: 'string' },
      out: { type: 'string' },
      data: { type: 'string' },
      'checkpoint-minutes': { type: 'string' },
      'dawn-toggle': { type: 'string', multiple: true },
      list: { type: 'boolean' },
    },
    argv,
  )
  const [spec, ...more] = positionals
  if (spec === undefined || more.length > 0) {
    throw new ArgumentError(`sweep takes one SPEC.json, not ${positionals.length} files.`)
  }
  const shard = parseShard(values.shard ?? '1/1')
  if (values.list) return { mode: 'list', spec, shard }
  if (values.data === 'sample') {
    throw new ArgumentError(
      '--data must name the full set. To train on the sample, write "data": "sample" in SPEC.json.',
    )
  }
  return {
    mode: 'train',
    spec,
    shard,
    out: required('DIR', values.out),
    data: values.data ?? null,
    dawnToggles: values['dawn-toggle'] ?? [],
    checkpointMinutes: numberOption('checkpoint-minutes', values['checkpoint-minutes'] ?? '5', {
      integer: false,
      min: 0.01,
    }),
  }
}

function required(what: 'FILE' | 'DIR', out: string | undefined): string {
  if (out === undefined || out === '') throw new ArgumentError(`--out ${what} is missing.`)
  return out
}

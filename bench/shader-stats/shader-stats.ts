import { writeFile } from 'node:fs/promises'
import { requireShim } from '../../scripts/requirements/drm-shim.mjs'
import {
  ArgumentError,
  numberOption,
  parseOptions,
  wordOption,
} from '../../src/headless/command-line/arguments.ts'
import { launcher } from '../../src/headless/command-line/launcher.ts'
import { printReport } from '../../src/headless/command-line/print-report.ts'
import { runProgram } from '../../src/headless/command-line/program.ts'
import { BATCH_BOUNDS, WIDTH_BOUNDS } from '../../src/headless/command-line/recipe-options.ts'
import { PRESETS } from '../../src/recipe/presets.ts'
import { compileStep, DAWNS_SUBGROUP, type Subgroup } from './compiled-step.ts'
import { compileTable, writeTable } from './expectations.ts'
import { GPU_NAMES, PRETENDED_GPUS } from './gpus.ts'
import { candidateKernels, stepKernels } from './kernels.ts'
import { reportTable } from './report.ts'

const RECIPES = PRESETS.map(({ name }) => name)

const USAGE = `${launcher('shader-stats')} [options]
  --recipe NAME         ${RECIPES.join(', ')} (page-10)
  --precision f16|f32   storage type of activations (f32)
  --gpu NAME            ${GPU_NAMES.join(', ')} (navi31)
  --subgroup 32|64      lanes per wave (${DAWNS_SUBGROUP}, like Dawn; 32 on navi only)
  --batch N             images per step (the recipe's)
  --width F             multiply the number of channels by F (1)
  --tiles               every tile that the tuner would time, instead of a step's kernels
  --filter REGEXP       only kernels whose layer or label matches
  --json                print JSON
  --write-table         only write the recipe's table, which the long tests compare with`

/** `npm run -s shader-stats`: compiles a step's kernels for AMD GPUs, without a GPU. Resolves to the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const values = parseOptions(
    {
      recipe: { type: 'string' },
      precision: { type: 'string' },
      gpu: { type: 'string' },
      subgroup: { type: 'string' },
      batch: { type: 'string' },
      width: { type: 'string' },
      tiles: { type: 'boolean' },
      filter: { type: 'string' },
      json: { type: 'boolean' },
      'write-table': { type: 'boolean' },
    },
    argv,
  )
  const name = wordOption('gpu', values.gpu ?? 'navi31', GPU_NAMES)
  const subgroup = subgroupOption(values.subgroup, name)
  const query = {
    recipe: wordOption('recipe', values.recipe ?? 'page-10', RECIPES),
    precision: wordOption('precision', values.precision ?? 'f32', ['f16', 'f32']),
    batchSize:
      values.batch === undefined ? null : numberOption('batch', values.batch, BATCH_BOUNDS),
    width: numberOption('width', values.width ?? '1', WIDTH_BOUNDS),
  }
  const filter = filterOption(values.filter ?? '')
  requireShim()
  if (values['write-table']) {
    const file = `bench/shader-stats/tables/${query.recipe}.md`
    await writeFile(file, writeTable(query.recipe, await compileTable(query.recipe)))
    process.stdout.write(`Wrote ${file}.\n`)
    return 0
  }

  const all = values.tiles ? candidateKernels(query, PRETENDED_GPUS[name]) : stepKernels(query)
  const kernels = all.filter(({ layer, kernel }) => filter.test(`${layer} ${kernel.label}`))
  const report = await compileStep(kernels, name, subgroup)
  const title = `${query.recipe} in ${query.precision} on ${PRETENDED_GPUS[name].product} (${name}), waves of ${subgroup}`
  printReport(report, values.json, (shown) => reportTable(shown, title))
  return 0
}

function subgroupOption(text: string | undefined, gpu: keyof typeof PRETENDED_GPUS): Subgroup {
  const lanes = wordOption('subgroup', text ?? String(DAWNS_SUBGROUP), ['32', '64'])
  if (lanes === '64') return 64
  if (PRETENDED_GPUS[gpu].family === 'gcn') {
    throw new ArgumentError(`--subgroup must be 64 on ${gpu}, not "32": GCN has no other size.`)
  }
  return 32
}

function filterOption(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    throw new ArgumentError(`--filter takes a regular expression: ${String(error)}`)
  }
}

await runProgram(main, USAGE)

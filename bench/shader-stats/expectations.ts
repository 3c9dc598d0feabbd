import type { StorageType } from '../../src/engine/wgsl/codegen/kernel.ts'
import type { PresetName } from '../../src/recipe/presets.ts'
import { compileStep, type KernelReport } from './compiled-step.ts'
import { PRETENDED_GPUS, type GpuName } from './gpus.ts'
import { matrixKernels, stepKernels } from './kernels.ts'
import { hotShareText } from './report.ts'

/** The contents of the tables: three AMD families, the recipes that people train, and both precisions. */
export const TABLE_GPUS = ['navi31', 'navi21', 'vega10'] as const satisfies readonly GpuName[]
export const TABLE_RECIPES = ['page-10', 'e1-32'] as const satisfies readonly PresetName[]
export const TABLE_PRECISIONS = ['f32', 'f16'] as const satisfies readonly StorageType[]

/** The quality of a kernel's compiled code on a GPU. */
export interface Quality {
  readonly registers: number
  readonly waves: number
  /** In whole percent; null if a kernel has no loop of multiply-adds. */
  readonly hotShare: number | null
}

/** A row: one kernel on every GPU of the table; null on those that lack its subgroup matrices. */
export interface KernelRow {
  readonly kernel: string
  readonly qualities: readonly (Quality | null)[]
}

export interface Table {
  readonly driver: string
  readonly rows: readonly KernelRow[]
  readonly reports: ReadonlyMap<GpuName, readonly KernelReport[]>
}

/** Compiles a recipe's kernels and makes its table. */
export async function compileTable(recipe: PresetName): Promise<Table> {
  const kernels = TABLE_PRECISIONS.flatMap((precision) =>
    stepKernels({ recipe, precision, batchSize: null, width: 1 }),
  )
  // Kernels without activations are the same in both precisions.
  const unique = [...new Map(kernels.map((found) => [found.kernel.code, found])).values()]
  const reports = new Map<GpuName, readonly KernelReport[]>()
  let driver = ''
  const byName: ReadonlyMap<string, Quality>[] = []
  for (const gpu of TABLE_GPUS) {
    const query = { recipe, precision: 'f16', batchSize: null, width: 1 } as const
    const report = await compileStep([...unique, ...matrixKernels(query, PRETENDED_GPUS[gpu])], gpu)
    driver = report.driver
    reports.set(gpu, report.kernels)
    const names = distinctNames(report.kernels.map(({ label }) => label))
    byName.push(new Map(report.kernels.map((kernel, i) => [names[i], qualityOf(kernel)])))
  }
  const rows = [...new Set(byName.flatMap((ofGpu) => [...ofGpu.keys()]))].map((kernel) => ({
    kernel,
    qualities: byName.map((ofGpu) => ofGpu.get(kernel) ?? null),
  }))
  return { driver, rows, reports }
}

/** Kernels with and without an optional operand share a label, so those after the first get a number. */
function distinctNames(labels: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return labels.map((label) => {
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    return count === 1 ? label : `${label} (${count})`
  })
}

const qualityOf = ({ statistics, hotShare }: KernelReport): Quality => ({
  registers: statistics.vectorRegisters,
  waves: statistics.wavesPerVectorUnit,
  hotShare: hotShare === null ? null : Number.parseInt(hotShareText(hotShare), 10),
})

/** A table as Markdown, which `readTable` parses. */
export const writeTable = (recipe: PresetName, { driver, rows }: Table): string =>
  `# Compiled kernels of ${recipe}

By ${driver}, waves of 64. Each cell: vector registers, waves that a vector unit can hold, multiply-adds for a hundred vector
instructions of the hot loop (more than 100 if an instruction does several). Kernels with subgroup matrices only where the
GPU has them. Written by \`npm run -s shader-stats -- --recipe ${recipe} --write-table\`.

| kernel | ${TABLE_GPUS.join(' | ')} |
|---|${TABLE_GPUS.map(() => '---').join('|')}|
${rows.map(({ kernel, qualities }) => `| ${[kernel, ...qualities.map(cell)].join(' | ')} |\n`).join('')}`

const cell = (quality: Quality | null): string =>
  quality === null ? '-' : `${quality.registers} / ${quality.waves} / ${quality.hotShare ?? '-'}`

/** Parses a table into rows by kernel. Throws if the text is not a table. */
export function readTable(text: string): ReadonlyMap<string, readonly (Quality | null)[]> {
  const lines = text.split('\n').filter((line) => /^\| .* \/ .* \|$/.test(line))
  if (lines.length === 0) throw new Error('The file contains no table of kernels.')
  return new Map(
    lines.map((line) => {
      const [kernel, ...cells] = line.slice(2, -2).split(' | ')
      return [kernel, cells.map(readCell)]
    }),
  )
}

function readCell(text: string): Quality | null {
  if (text === '-') return null
  const [registers, waves, hotShare] = text.split(' / ')
  return {
    registers: Number(registers),
    waves: Number(waves),
    hotShare: hotShare === '-' ? null : Number(hotShare),
  }
}

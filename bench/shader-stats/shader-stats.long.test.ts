import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireShim } from '../../scripts/requirements/drm-shim.mjs'
import { compileStep, type KernelReport } from './compiled-step.ts'
import {
  compileTable,
  readTable,
  TABLE_GPUS,
  TABLE_PRECISIONS,
  TABLE_RECIPES,
  type Quality,
  type Table,
} from './expectations.ts'
import { PRETENDED_GPUS } from './gpus.ts'
import { candidateKernels } from './kernels.ts'

/** The fewest waves of 32 lanes that an RDNA vector unit must have room for. */
const RDNA_WAVES = 4

beforeAll(requireShim)

/** Kernels that spill registers, or that index arrays dynamically, which puts them in memory. */
const inMemory = (reports: readonly KernelReport[]) =>
  reports
    .filter(({ statistics }) => statistics.spilledRegisters > 0 || statistics.scratchBytes > 0)
    .map(({ label }) => label)

describe.each(TABLE_RECIPES)('the kernels of %s, compiled for AMD', (recipe) => {
  let table: Table
  let expected: ReadonlyMap<string, readonly (Quality | null)[]>
  beforeAll(async () => {
    table = await compileTable(recipe)
    expected = readTable(
      await readFile(join(import.meta.dirname, 'tables', `${recipe}.md`), 'utf8'),
    )
  })

  it('match the kernels in the checked-in table', () => {
    expect(table.rows.map(({ kernel }) => kernel).sort()).toEqual([...expected.keys()].sort())
  })

  it('keep all values in registers', () => {
    for (const reports of table.reports.values()) expect(inMemory(reports)).toEqual([])
  })

  it('have at least the hot share and the waves of the table', () => {
    const worse = table.rows.flatMap(({ kernel, qualities }) =>
      qualities.flatMap((now, i) => {
        const before = expected.get(kernel)?.[i]
        const fine =
          now === null
            ? before === null
            : before && (now.hotShare ?? 0) >= (before.hotShare ?? 0) && now.waves >= before.waves
        return fine ? [] : [{ kernel, gpu: TABLE_GPUS[i], now, before }]
      }),
    )
    expect(worse).toEqual([])
  })

  it('leave RDNA enough waves to hide the latency of loads', () => {
    for (const [gpu, reports] of table.reports) {
      if (PRETENDED_GPUS[gpu].family !== 'rdna') continue
      const few = reports.filter(({ statistics }) => statistics.wavesPerVectorUnit < RDNA_WAVES)
      expect(few.map(({ label }) => label)).toEqual([])
    }
  })

  it.each(TABLE_PRECISIONS)(
    'keep all values in registers with every tile in %s',
    async (precision) => {
      for (const gpu of TABLE_GPUS) {
        const query = { recipe, precision, batchSize: null, width: 1 }
        const candidates = candidateKernels(query, PRETENDED_GPUS[gpu])
        expect(inMemory((await compileStep(candidates, gpu)).kernels)).toEqual([])
      }
    },
  )
})

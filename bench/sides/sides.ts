import { createWgslEngine } from '../../src/engine/wgsl/engine.ts'
import { openHeadlessDevice } from '../../src/headless/device/engines.ts'
import { startDawn } from '../../src/headless/device/dawn.ts'
import { describeDevice } from '../../src/headless/device/describe-device.ts'
import { presetNamed, type PresetName } from '../../src/recipe/presets.ts'
import { FULL_SIDE, smallerSides } from '../../src/recipe/schedule/sides.ts'
import { GpuMeter } from '../gpu-meter.ts'
import { printProgress, type BenchOptions } from '../options.ts'
import { takeSample, type TimingSample } from '../sample.ts'
import { engineContender } from '../step/engine-contender.ts'
import { BENCH_BUDGET } from '../step/open-contender.ts'
import { stepTask } from '../step/task.ts'
import { sideRows, sideTable, type SideRow, type SideSamples } from './report.ts'

/** Small enough for a CPU. */
const BATCH = 64
const WIDTH = 0.25
/** Steps before the first sample: the first one compiles the kernels. */
const FIRST_STEPS = 2
const STEPS = 2

/** Prints the time of a step at each side that a recipe trains at, measured in turn, in f32. */
export async function benchSides(options: BenchOptions): Promise<void> {
  startDawn(options.dawnToggles)
  const rows: SideRow[] = []
  for (const recipe of options.recipes) {
    const sides = [...smallerSides(presetNamed(recipe).recipe.augmentation.sides), FULL_SIDE]
    if (sides.length === 1) printProgress(`${recipe} trains on whole images only.`)
    else rows.push(...sideRows(recipe, await measureSides(recipe, sides, options)))
  }
  process.stdout.write(options.json ? `${JSON.stringify(rows)}\n` : sideTable(rows))
}

async function measureSides(
  recipe: PresetName,
  sides: readonly number[],
  { batchSize, width, samples, dawnToggles }: BenchOptions,
): Promise<SideSamples[]> {
  const opened = await openHeadlessDevice(dawnToggles)
  process.stderr.write(describeDevice(opened))
  const { device } = opened
  const task = stepTask(recipe, batchSize ?? BATCH, width ?? WIDTH)
  const contenders = []
  for (const side of sides) {
    const engine = await createWgslEngine(opened, task.spec, { budget: BENCH_BUDGET })
    const sideTask = { ...task, plan: { ...task.plan, side } }
    const meter = new GpuMeter()
    contenders.push(await engineContender({ name: 'wgsl-f32', engine, device, meter }, sideTask))
  }
  for (const contender of contenders) await takeSample(contender, FIRST_STEPS)
  const taken = sides.map((): TimingSample[] => [])
  for (let i = 0; i < samples; i++) {
    for (const [j, contender] of contenders.entries()) {
      taken[j].push(await takeSample(contender, STEPS))
    }
  }
  for (const contender of contenders) {
    await contender.loss()
    contender.dispose()
  }
  return sides.map((side, i) => ({ side, samples: taken[i] }))
}

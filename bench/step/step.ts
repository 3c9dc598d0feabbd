import type { OpenDevice } from '../../src/engine/device/device.ts'
import { OutOfGpuMemory } from '../../src/engine/engine.ts'
import { deviceProfile } from '../../src/engine/wgsl/plan/limits.ts'
import { fittingPlan } from '../../src/engine/wgsl/plan/micro-batches.ts'
import { measurePeak } from '../../src/engine/wgsl/tuning/peak.ts'
import { startDawn } from '../../src/headless/device/dawn.ts'
import { describeDevice } from '../../src/headless/device/describe-device.ts'
import { openHeadlessDevice } from '../../src/headless/device/engines.ts'
import { planReport } from '../../src/headless/plan-and-profile/plan-table.ts'
import { presetNamed, type PresetName } from '../../src/recipe/presets.ts'
import { GpuMeter } from '../gpu-meter.ts'
import { printProgress, type BenchOptions, type ContenderName } from '../options.ts'
import { takeSample, type TimingSample } from '../sample.ts'
import type { Task } from './contender.ts'
import { requireAgreement, stepsOfSample, takeFirstSteps, type FirstSteps } from './measure.ts'
import { ContenderOpener } from './open-contender.ts'
import { stepReport, stepTables, type MeasuredStep, type RecipeMeasurements } from './report.ts'
import { stepTask } from './task.ts'

const SMALLEST_BATCH = 64
/** A step at full width takes minutes on a CPU. */
const PROCESSOR_WIDTH = 0.25

interface StepBench {
  readonly opener: ContenderOpener
  readonly meter: GpuMeter
  readonly contenders: readonly ContenderName[]
  readonly samples: number
}

/** Prints time and memory of a training step, for our engine and its peers. */
export async function benchSteps(options: BenchOptions): Promise<void> {
  startDawn(options.dawnToggles)
  const meter = new GpuMeter()
  meter.install()
  const opened = await openHeadlessDevice(options.dawnToggles)
  process.stderr.write(describeDevice(opened))
  const { name, software, shaderF16 } = opened.adapter
  const { flopsPerSecond } = await measurePeak(opened)
  const bench: StepBench = {
    opener: new ContenderOpener(meter, options.dawnToggles),
    meter,
    contenders: options.contenders.filter((contender) => contender !== 'wgsl-f16' || shaderF16),
    samples: options.samples,
  }
  const measurements: RecipeMeasurements[] = []
  for (const recipe of options.recipes) {
    const width = options.width ?? (software ? PROCESSOR_WIDTH : 1)
    const batches = options.batchSize === null ? batchSizes(recipe, software) : [options.batchSize]
    const { task, measured } = await measureLargest(bench, recipe, batches, width)
    const batch = task.spec.batchSize
    measurements.push({ recipe, batch, width, flops: necessaryFlops(task, opened), measured })
  }
  const report = stepReport(name ?? 'a GPU without a name', flopsPerSecond, measurements)
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : stepTables(report))
}

/** Batch sizes to try, the recipe's first. */
function batchSizes(recipe: PresetName, software: boolean): number[] {
  const sizes: number[] = []
  const largest = software ? SMALLEST_BATCH : presetNamed(recipe).recipe.batchSize
  for (let size = largest; size >= SMALLEST_BATCH; size /= 2) sizes.push(size)
  return sizes
}

/** FLOP of a step according to our plan, without pixels that pools drop. */
function necessaryFlops({ spec }: Task, opened: OpenDevice): number {
  const plan = fittingPlan({ spec, storage: 'f32', profile: deviceProfile(opened) })
  return planReport(plan).totals.flops
}

/** Measures at the first batch size that fits all contenders. Throws `OutOfGpuMemory` if none does. */
async function measureLargest(
  bench: StepBench,
  recipe: PresetName,
  batches: readonly number[],
  width: number,
): Promise<{ task: Task; measured: MeasuredStep[] }> {
  for (const batch of batches) {
    const task = stepTask(recipe, batch, width)
    printProgress(`${recipe}, batch ${batch}, width ${width}:`)
    try {
      return { task, measured: await measureAll(bench, task) }
    } catch (error) {
      if (!(error instanceof OutOfGpuMemory) || batch === batches.at(-1)) throw error
      printProgress(`  ${error.message}`)
    }
  }
  throw new RangeError('There is no batch size to try.')
}

async function measureAll(bench: StepBench, task: Task): Promise<MeasuredStep[]> {
  const { opener, meter, contenders: names, samples } = bench
  // One at a time, because two of them share a device and its buffer pool.
  const first: FirstSteps[] = []
  for (const name of names) {
    const contender = await opener.open(name, task)
    const steps = await takeFirstSteps(contender, meter)
    contender.dispose()
    first.push(steps)
    printProgress(`  ${name}: ${steps.milliseconds.toFixed(0)} ms, loss ${steps.loss.toFixed(5)}`)
  }
  requireAgreement(names, first)

  const contenders = []
  for (const name of names) contenders.push(await opener.open(name, task))
  for (const contender of contenders) await takeSample(contender, 1)
  const taken = names.map((): TimingSample[] => [])
  for (let i = 0; i < samples; i++) {
    for (const [j, contender] of contenders.entries()) {
      taken[j].push(await takeSample(contender, stepsOfSample(first[j])))
    }
  }
  for (const contender of contenders) contender.dispose()
  return contenders.map((contender, j) => ({ contender, first: first[j], samples: taken[j] }))
}

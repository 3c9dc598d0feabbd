import { startDawn } from '../../src/headless/device/dawn.ts'
import { openHeadlessDevice } from '../../src/headless/device/engines.ts'
import type { OpenDevice } from '../../src/engine/device/device.ts'
import { deviceProfile } from '../../src/engine/wgsl/plan/limits.ts'
import { createPlan } from '../../src/engine/wgsl/plan/plan.ts'
import { presetNamed, type PresetName } from '../../src/recipe/presets.ts'
import { engineSpec } from '../../src/trainer/schedule/prepare.ts'
import { printProgress, type BenchOptions } from '../options.ts'
import { takeSample } from '../sample.ts'
import type { ConvContender, Operation } from './operation.ts'
import { convolutionReport, convolutionTables, type MeasuredOperation } from './report.ts'
import { tileContenders } from './tile-contender.ts'

const PROCESSOR = { batch: 32, width: 0.5 }
/** Milliseconds that a sample should last at least, so that the latency of waiting does not count. */
const ENOUGH = 50

/** Prints the times of each convolution's forward pass and gradients: ours with each tile, and other libraries'. */
export async function benchConvolutions(options: BenchOptions): Promise<void> {
  startDawn(options.dawnToggles)
  const opened = await openHeadlessDevice(options.dawnToggles)
  const measured: MeasuredOperation[] = []
  for (const recipe of options.recipes) {
    for (const operation of operationsOf(recipe, opened, options)) {
      const contenders = await openContenders(operation, opened, options)
      const samples = await measureInTurn(contenders, options.samples)
      measured.push({
        recipe,
        operation,
        results: contenders.map(({ engine, variant }, i) => ({
          engine,
          variant,
          samples: samples[i],
        })),
      })
      for (const contender of contenders) contender.dispose()
      printProgress(`  ${recipe}, ${operation.kind}: ${contenders.length} ways`)
    }
  }
  const report = convolutionReport(opened.adapter.name ?? 'a GPU without a name', measured)
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : convolutionTables(report))
}

/** The distinct tasks of a recipe's convolutions, without pools, largest maps first. */
function operationsOf(
  name: PresetName,
  opened: OpenDevice,
  { batchSize, width }: BenchOptions,
): Operation[] {
  const { recipe } = presetNamed(name)
  const { software } = opened.adapter
  const network = { ...recipe.network, width: width ?? (software ? PROCESSOR.width : 1) }
  const batch = batchSize ?? (software ? PROCESSOR.batch : recipe.batchSize)
  const spec = engineSpec({ ...recipe, network, batchSize: batch })
  const plan = createPlan({ spec, storage: 'f32', microBatches: 1, profile: deviceProfile(opened) })
  const operations = new Map<string, Operation>()
  for (const { kind, shape } of plan.convolutions) {
    operations.set(JSON.stringify([kind, shape]), { kind, shape })
  }
  return [...operations.values()].sort(
    (a, b) => b.shape.height - a.shape.height || a.kind.localeCompare(b.kind),
  )
}

async function openContenders(
  operation: Operation,
  opened: OpenDevice,
  { contenders: names }: BenchOptions,
): Promise<ConvContender[]> {
  const contenders: ConvContender[] = []
  if (names.includes('wgsl-f32')) contenders.push(...(await tileContenders(opened, operation)))
  if (names.includes('tfjs')) {
    const { tfjsContender } = await import('./tfjs-contender.ts')
    contenders.push(await tfjsContender(opened, operation))
  }
  if (names.includes('jax-js')) {
    const { jaxConvolutionContender } = await import('./jax-contender.ts')
    contenders.push(await jaxConvolutionContender(operation))
  }
  return contenders
}

async function measureInTurn(contenders: readonly ConvContender[], count: number) {
  const steps: number[] = []
  for (const contender of contenders) {
    await takeSample(contender, 1)
    const { milliseconds } = await takeSample(contender, 1)
    steps.push(Math.max(1, Math.ceil(ENOUGH / milliseconds)))
  }
  const samples = contenders.map((): number[] => [])
  for (let i = 0; i < count; i++) {
    for (const [j, contender] of contenders.entries()) {
      const { milliseconds } = await takeSample(contender, steps[j])
      samples[j].push(milliseconds)
    }
  }
  return samples
}

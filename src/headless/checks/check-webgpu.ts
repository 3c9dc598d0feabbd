import { readSample } from '../../data/node/sample.ts'
import { openDevice, type OpenDevice } from '../../engine/device/device.ts'
import { createWgslEngine } from '../../engine/wgsl/engine.ts'
import type { Kernel } from '../../engine/wgsl/codegen/kernel.ts'
import { convKernel } from '../../engine/wgsl/kernels/conv/conv-task.ts'
import { convTiles } from '../../engine/wgsl/kernels/conv/conv-tiles.ts'
import { DEVICE_PROFILES } from '../../engine/wgsl/plan/limits.ts'
import { fittingPlan } from '../../engine/wgsl/plan/micro-batches.ts'
import { planDispatches } from '../../engine/wgsl/plan/plan.ts'
import { caseTitle, type CaseResult } from '../../engine/wgsl/selftest/run-case.ts'
import { createSelfTest } from '../../engine/wgsl/selftest/self-test.ts'
import { PRESETS, presetNamed, type PresetName } from '../../recipe/presets.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { drawEpoch } from '../../trainer/schedule/draw.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { averageDecayAt, ratesAt } from '../../trainer/schedule/rates.ts'

const PRECISIONS = ['f32', 'f16'] as const

interface KernelFailure {
  readonly kernel: string
  readonly problem: string
}

/** Results of the kernels and of training on one WebGPU implementation, to compare with another. */
export interface WebGpuReport {
  /** The adapter's description of itself. */
  readonly adapter: string
  /** Null if not requested. */
  readonly kernels: {
    /** Shader modules of every recipe, with every tile that may be chosen. */
    readonly modules: Outcome
    /** Kernels compared with their references. */
    readonly cases: Outcome
  } | null
  readonly trainings: readonly Training[]
}

interface Outcome {
  readonly passed: number
  readonly failed: readonly KernelFailure[]
}

interface Training {
  readonly recipe: PresetName
  readonly precision: (typeof PRECISIONS)[number]
  /** Mean loss of each step. */
  readonly losses: readonly number[]
}

/** Recipes whose first steps are compared, and at which width. */
const TRAININGS: readonly (readonly [PresetName, number])[] = [
  ['tiny', 1],
  ['page-10', 1 / 16],
  ['e1-32', 1 / 16],
]
const STEPS = 3
const BATCH = 32
const SEED = 1

/**
 * Trains a few steps on the available WebGPU: `navigator.gpu`, or Dawn in Node. With `--kernels` it first compiles
 * every kernel, and compares those of the tests with their references. Prints a `WebGpuReport`.
 */
async function main(): Promise<void> {
  const gpu = globalThis.navigator?.gpu ?? (await import('../device/dawn.ts')).startDawn()
  const opened = await openDevice(gpu)
  opened.onFailure((error) => {
    throw error
  })
  const { vendor, architecture, device, description } = opened.adapterInfo
  const report: WebGpuReport = {
    adapter: [vendor, architecture, device, description].filter((word) => word !== '').join(' '),
    kernels: process.argv.includes('--kernels')
      ? { modules: await compileEverything(opened.device), cases: await runCases(opened) }
      : null,
    trainings: await train(opened),
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
}

async function compileEverything(device: GPUDevice): Promise<Outcome> {
  const features: readonly GPUFeatureName[] = ['shader-f16', 'subgroups']
  const missing = features.filter((feature) => !device.features.has(feature))
  const kernels = everyKernel().filter(({ code }) =>
    missing.every((feature) => !code.includes(`enable ${directiveOf(feature)};`)),
  )
  const failed: KernelFailure[] = []
  for (const { label, code } of kernels) {
    device.pushErrorScope('validation')
    device.createShaderModule({ label, code })
    const error = await device.popErrorScope()
    if (error) failed.push({ kernel: label, problem: error.message })
  }
  return { passed: kernels.length - failed.length, failed }
}

const directiveOf = (feature: GPUFeatureName): string =>
  feature === 'shader-f16' ? 'f16' : feature

/** Kernels of all recipes in both precisions on a GPU and on a CPU, each distinct code once. */
function everyKernel(): Kernel[] {
  const kernels = PRESETS.flatMap(({ recipe }) =>
    PRECISIONS.flatMap((storage) =>
      [DEVICE_PROFILES.desktop, DEVICE_PROFILES.lavapipe].flatMap((profile) => {
        const spec = engineSpec({ ...recipe, normalisation: 'published' })
        const plan = fittingPlan({ spec, storage, profile })
        const tiled = plan.convolutions.flatMap((task) =>
          convTiles(task, profile).map((tile) => convKernel(task, tile, profile)),
        )
        return [...planDispatches(plan).map(({ kernel }) => kernel), ...tiled]
      }),
    ),
  )
  return [...new Map(kernels.map((kernel) => [kernel.code, kernel])).values()]
}

async function runCases(opened: OpenDevice): Promise<Outcome> {
  const results: CaseResult[] = []
  await createSelfTest(opened, 'tests').run({
    seed: SEED,
    onResult: (result) => results.push(result),
    signal: new AbortController().signal,
  })
  const failed = results
    .filter(({ passed }) => !passed)
    .map((result) => ({ kernel: caseTitle(result), problem: result.problem ?? '' }))
  return { passed: results.length - failed.length, failed }
}

async function train(opened: OpenDevice): Promise<Training[]> {
  const images = (await readSample()).train
  const trainings: Training[] = []
  for (const [name, width] of TRAININGS) {
    for (const precision of PRECISIONS) {
      const { recipe: preset } = presetNamed(name)
      const network = { ...preset.network, width }
      const recipe = { ...preset, precision, batchSize: BATCH, network }
      const engine = await createWgslEngine(opened, engineSpec(recipe, images))
      await engine.load('train', images)
      await engine.init(SEED)
      const length = runLength(recipe, images.count)
      const draws = drawEpoch(recipe.augmentation, SEED, 0, images.count)
      for (let step = 0; step < STEPS; step++) {
        await engine.ready()
        const rates = ratesAt(recipe, length, step)
        const averageDecay = averageDecayAt(recipe, length, step)
        engine.step({ step, draws, first: step * BATCH, rates, averageDecay })
      }
      const metrics = await engine.metrics({ flush: true })
      trainings.push({ recipe: name, precision, losses: metrics.map(({ loss }) => loss) })
      engine.dispose()
    }
  }
  return trainings
}

await main()
process.exit(0) // Dawn keeps the process alive.

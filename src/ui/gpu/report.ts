import { runShareOfPeak } from '../../runs/live/reached.ts'
import type { LabState } from '../../runs/store/lab-state.ts'
import { precisionWords } from './precision-words.ts'

interface Surroundings {
  readonly userAgent: string
  readonly code: string
}

interface Known extends Pick<LabState, 'adapter' | 'peak' | 'kernelTest' | 'run' | 'problem'> {
  /** Milliseconds, see `longestTask`. */
  readonly longest: number | null
}

/** The GPU panel as lines of Markdown, for a bug report. */
export function gpuReport(known: Known, { userAgent, code }: Surroundings): string {
  const { adapter, run, problem, longest } = known
  const lines = [
    ['lab94', code],
    ['Browser', userAgent],
    ...(adapter === null ? [] : adapterLines(adapter)),
    ...(adapter === null ? [] : [['Precision', precisionWords(adapter, run)]]),
    ...measuredLines(known),
    ...kernelLines(known.kernelTest),
    ...(problem === null ? [] : [['Problem', `${problem.message} ${problem.advice}`]]),
    ...(run === null ? [] : runLines(run)),
    ...(longest === null ? [] : [['Longest task of the page', `${longest.toFixed(0)} ms`]]),
  ]
  return lines.map(([name, words]) => `- ${name}: ${words}\n`).join('')
}

function adapterLines(adapter: NonNullable<LabState['adapter']>): string[][] {
  const { name, backend, software, missing, details } = adapter
  const lines = [
    ['Adapter', `${name ?? 'unnamed'}, ${backend}${software ? ', software renderer' : ''}`],
    ...(missing === null ? [] : [['No WebGPU', missing]]),
  ]
  if (details === null) return lines
  const { vendor, architecture, description, features, subgroups, limits } = details
  const reported = [vendor, architecture, description].map((word) => word || '(not reported)')
  return [
    ...lines,
    ['Vendor, architecture, description', reported.join(', ')],
    ['Features', features.join(', ')],
    ['Subgroups', subgroups === null ? 'none' : `${subgroups.least} to ${subgroups.most}`],
    [
      'Limits',
      Object.entries(limits)
        .map((limit) => limit.join(' '))
        .join(', '),
    ],
  ]
}

function measuredLines({ peak, run }: Known): string[][] {
  if (peak === null) return []
  if ('unavailable' in peak) return [['Peak', peak.unavailable]]
  const { flopsPerSecond, bytesPerSecond } = peak
  const share = run === null ? null : runShareOfPeak(run, peak)
  return [
    [
      'Peak',
      `${flopsPerSecond.f32.toExponential(2)} FLOP/s in f32, ${flopsPerSecond.f16?.toExponential(2) ?? 'none'} in f16, ${bytesPerSecond.toExponential(2)} B/s`,
    ],
    ...(share === null ? [] : [['Reached', `${(100 * share).toFixed(1)}%`]]),
  ]
}

function kernelLines(test: LabState['kernelTest']): string[][] {
  if (test === null) return []
  const { phase, seed, cases, passed, wrong, refusal } = test
  const counts = `${passed} of ${cases ?? '?'} passed, ${wrong.length} failed, seed ${seed}`
  return [
    ['Kernels', `${phase}: ${refusal ?? counts}`],
    ...wrong.map(({ kernel, storage, name, problem }) => [
      `Failed: ${kernel} ${storage}, ${name}`,
      problem ?? '',
    ]),
  ]
}

function runLines({ request, phase, plan, steps, usage, failure }: NonNullable<LabState['run']>) {
  const { choice, seed, dataset, engine } = request
  return [
    ['Run', `${JSON.stringify(choice)}, seed ${seed}, ${dataset}, ${engine}`],
    ['State', `${phase} after ${steps} of ${plan?.length.steps ?? '?'} steps`],
    ...(plan === null
      ? []
      : [
          ['Engine', `${plan.engine.precision}, ${plan.engine.variant}`],
          ...(plan.engine.wrongKernels ?? []).map((kernel) => ['Wrong kernel, not used', kernel]),
          ['Memory', `${plan.engine.bytes} bytes, peak ${usage?.bytesAtMost ?? plan.engine.bytes}`],
        ]),
    ...(failure === null ? [] : [['Failure', `${failure.message} ${failure.advice}`]]),
  ]
}

import { textTable } from '../table.ts'
import type { KernelReport, CompiledStep } from './compiled-step.ts'

const HEAD = [
  'layer',
  'kernel',
  'times',
  'registers',
  'spilled',
  'scratch',
  'shared',
  'code',
  'waves',
  'hot share',
  'bound us',
  'by',
  'roof us',
]
const WORD_COLUMNS = 2

/** Kernels as a text table, with the sum of their bounds. */
export function reportTable({ driver, kernels }: CompiledStep, title: string): string {
  const total = (value: (report: KernelReport) => number) =>
    (kernels.reduce((sum, report) => sum + report.times * value(report), 0) / 1000).toFixed(2)
  const bound = total((report) => report.bound.microseconds)
  const roof = total((report) => report.bound.roof)
  return `${textTable(HEAD, kernels.map(row), WORD_COLUMNS)}
${title}, compiled by ${driver}.
Bounds add up to ${bound} ms, with every kernel at its roof to ${roof} ms. Nothing ran: these are no times.
`
}

const row = (report: KernelReport): string[] => {
  const { statistics, bound } = report
  return [
    report.layer,
    report.label,
    String(report.times),
    String(statistics.vectorRegisters),
    String(statistics.spilledRegisters),
    String(statistics.scratchBytes),
    String(statistics.sharedBytes),
    String(statistics.codeBytes),
    String(statistics.wavesPerVectorUnit),
    hotShareText(report.hotShare),
    bound.microseconds.toFixed(1),
    bound.by,
    bound.roof.toFixed(1),
  ]
}

/** In whole percent, rounded down: a stored share must never exceed the measured one. */
export const hotShareText = (share: number | null): string =>
  share === null ? '-' : `${Math.floor(100 * share)}%`

import type { Plan } from '../../engine/wgsl/plan/plan.ts'
import type { Dispatch } from '../../engine/wgsl/plan/program.ts'

export interface PlannedDispatch {
  readonly phase: string
  readonly layer: string
  readonly kernel: string
  readonly workgroups: readonly [number, number, number]
  readonly flops: number
  /** Size of all accessed buffers. */
  readonly bytes: number
}

/** The figures of a plan: every dispatch of a micro-batch and of an evaluation, and the totals of a step. */
export interface PlanReport {
  readonly precision: 'f16' | 'f32'
  readonly batchSize: number
  readonly microBatches: number
  readonly step: readonly PlannedDispatch[]
  readonly evaluation: readonly PlannedDispatch[]
  readonly totals: {
    /** Of one step: all micro-batches and the update. */
    readonly dispatches: number
    readonly flops: number
    readonly slotBytes: number
    /** Weights, gradients, velocities, averages. */
    readonly parameterBytes: number
    readonly pipelines: number
  }
}

const planned = ({ kernel, phase, layer }: Dispatch): PlannedDispatch => ({
  phase,
  layer,
  kernel: kernel.label,
  workgroups: kernel.workgroups,
  flops: kernel.flops,
  bytes: kernel.bindings.reduce((sum, { bytes }) => sum + bytes, 0),
})

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

export function planReport({ request, layout, slots, ...plan }: Plan): PlanReport {
  const { microBatches, spec, storage } = request
  const [{ dispatches: microBatch }] = plan.training
  const update = [...plan.update, ...plan.average]
  const perWeight = 4 + (storage === 'f16' ? 2 : 0) + (spec.averaging === 'none' ? 0 : 4)
  const everything = [...plan.training.flatMap((p) => p.dispatches), ...update, ...plan.evaluation]
  return {
    precision: storage,
    batchSize: spec.batchSize,
    microBatches,
    step: [...microBatch, ...update].map(planned),
    evaluation: plan.evaluation.map(planned),
    totals: {
      dispatches: microBatch.length * microBatches + update.length,
      flops: sum(microBatch.map(({ kernel }) => kernel.flops)) * microBatches,
      slotBytes: sum(slots),
      parameterBytes: layout.elements * perWeight + layout.updated * 8,
      pipelines: new Set(everything.map(({ kernel }) => kernel.code)).size,
    },
  }
}

const MEBIBYTE = 2 ** 20

/** The report as text. */
export function planTable(report: PlanReport): string {
  const { totals } = report
  const cells = report.step.map(({ phase, layer, kernel, workgroups, flops, bytes }) => [
    phase,
    layer,
    kernel,
    workgroups.join('x'),
    flops === 0 ? '' : (flops / 1e9).toFixed(3),
    (bytes / MEBIBYTE).toFixed(2),
  ])
  const rows = [['phase', 'layer', 'kernel', 'workgroups', 'GFLOP', 'MiB'], ...cells]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const lines = rows.map((row) =>
    row.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  )
  const megabytes = (bytes: number) => `${(bytes / MEBIBYTE).toFixed(1)} MiB`
  return [
    ...lines,
    '',
    `${report.precision}, batch ${report.batchSize} in ${report.microBatches} ${report.microBatches === 1 ? 'micro-batch' : 'micro-batches'}: ` +
      `${totals.dispatches} dispatches, ${totals.pipelines} pipelines, ${(totals.flops / 1e9).toFixed(1)} GFLOP per step; ` +
      `${megabytes(totals.slotBytes)} in activation slots, ${megabytes(totals.parameterBytes)} in parameters`,
    '',
  ].join('\n')
}

import type { DeviceLimits } from './limits.ts'
import { planDispatches, type Plan } from './plan.ts'
import type { Dispatch } from './program.ts'

const MEBIBYTE = 2 ** 20
const megabytes = (bytes: number) => `${Math.ceil(bytes / MEBIBYTE)} MiB`

/** The limits that a plan exceeds, in sentences; empty if it fits. */
export function planProblems(plan: Plan, limits: DeviceLimits): string[] {
  return [
    ...slotProblems(plan, limits),
    ...planDispatches(plan).flatMap((dispatch) => dispatchProblems(dispatch, limits)),
  ]
}

function slotProblems({ slots, layout }: Plan, limits: DeviceLimits): string[] {
  return [...slots, 4 * layout.elements]
    .filter((bytes) => bytes > limits.maxBufferSize)
    .map(
      (bytes) =>
        `A buffer of ${megabytes(bytes)} is over this GPU's limit of ${megabytes(limits.maxBufferSize)}.`,
    )
}

function dispatchProblems({ kernel }: Dispatch, limits: DeviceLimits): string[] {
  const { label, bindings, workgroups, workgroupBytes, invocations } = kernel
  const storage = bindings.filter(({ access }) => access !== 'uniform')
  const checks: readonly (readonly [what: string, needed: number, limit: number])[] = [
    ['storage buffers', storage.length, limits.maxStorageBuffersPerShaderStage],
    [
      'bytes in one binding',
      Math.max(...storage.map(({ bytes }) => bytes)),
      limits.maxStorageBufferBindingSize,
    ],
    ['bytes of workgroup memory', workgroupBytes, limits.maxComputeWorkgroupStorageSize],
    ['invocations in a workgroup', invocations, limits.maxComputeInvocationsPerWorkgroup],
    ['workgroups', Math.max(...workgroups), limits.maxComputeWorkgroupsPerDimension],
  ]
  return checks
    .filter(([, needed, limit]) => needed > limit)
    .map(([what, needed, limit]) => `${label} needs ${needed} ${what}; this GPU has ${limit}.`)
}

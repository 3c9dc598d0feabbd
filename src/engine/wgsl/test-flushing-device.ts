import { deviceWith } from './test-run.ts'

/** The smallest half that is not subnormal. */
const SMALLEST_NORMAL = 2 ** -14

/** What is left of a number where halves have no subnormals. */
export const flushed = (value: number): number => (Math.abs(value) < SMALLEST_NORMAL ? 0 : value)

/**
 * A device that makes zeros of what would be subnormal halves, as WGSL lets a driver do and Mesa's does not: every
 * conversion to them in a shader goes through a function that does.
 */
export const flushingDevice = (device: GPUDevice): GPUDevice =>
  deviceWith(device, {
    createShaderModule: (descriptor) =>
      device.createShaderModule({ ...descriptor, code: withFlushes(descriptor.code) }),
  })

const withFlushes = (code: string): string =>
  code.includes('vec4h(')
    ? `${code.replaceAll(/\bvec4h\(/g, 'flushedHalves(')}
fn flushedHalves(value: vec4f) -> vec4h {
  return vec4h(select(value, vec4f(), abs(value) < vec4f(${SMALLEST_NORMAL})));
}
`
    : code

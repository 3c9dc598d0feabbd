// Compiles kernels one after the other on Dawn's adapter. The driver prints its statistics to stderr, so this prints a
// marker there before and after each kernel. Argument: a JSON file with an array of kernels.
import { readFileSync, writeSync } from 'node:fs'
import { create, globals } from 'webgpu'

/** @import { Kernel } from '../../src/engine/wgsl/codegen/kernel.ts' */

const STDERR = 2
const BUFFER_TYPES = /** @type {const} */ ({
  read: 'read-only-storage',
  readWrite: 'storage',
  uniform: 'uniform',
})

Object.assign(globalThis, globals)
const kernels = /** @type {readonly Kernel[]} */ (JSON.parse(readFileSync(process.argv[2], 'utf8')))
// Global, because devices die when their instance is garbage-collected.
const gpu = create(['enable-dawn-features=allow_unsafe_apis'])
const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
if (!adapter) {
  writeSync(STDERR, 'Dawn found no adapter.\n')
  process.exit(1)
}
writeSync(STDERR, `>>>adapter ${adapter.info.description}\n`)
const features = /** @type {GPUFeatureName[]} */ (
  [
    'shader-f16',
    'subgroups',
    'subgroup-size-control',
    'chromium-experimental-subgroup-matrix',
  ].filter((name) => adapter.features.has(name))
)
const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize } =
  adapter.limits
const device = await adapter.requestDevice({
  requiredFeatures: features,
  requiredLimits: {
    maxBufferSize,
    maxStorageBufferBindingSize,
    maxComputeWorkgroupStorageSize,
    maxStorageBuffersPerShaderStage: adapter.limits.maxStorageBuffersPerShaderStage,
    maxComputeInvocationsPerWorkgroup: adapter.limits.maxComputeInvocationsPerWorkgroup,
  },
})
for (const { label, code, bindings } of kernels) {
  writeSync(STDERR, '\n>>>begin\n')
  const layout = device.createBindGroupLayout({
    entries: bindings.map(({ access }, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: BUFFER_TYPES[access] },
    })),
  })
  try {
    await device.createComputePipelineAsync({
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: device.createShaderModule({ label, code }), entryPoint: 'main' },
    })
  } catch (error) {
    writeSync(STDERR, `${label} did not compile: ${String(error)}\n`)
    process.exit(1)
  }
  writeSync(STDERR, '\n>>>end\n')
}
process.exit(0) // Dawn keeps the process alive.

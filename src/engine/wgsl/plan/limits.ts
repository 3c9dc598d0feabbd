import type { OpenDevice } from '../../device/device.ts'
import type { TileProfile } from '../kernels/conv/conv-tiles.ts'
import { matrixUnits } from './matrix-units.ts'

/** The device limits that a plan respects; `GPUDevice.limits` is assignable. */
export interface DeviceLimits {
  readonly maxBufferSize: number
  readonly maxStorageBufferBindingSize: number
  readonly maxStorageBuffersPerShaderStage: number
  readonly maxComputeWorkgroupStorageSize: number
  readonly maxComputeInvocationsPerWorkgroup: number
  readonly maxComputeWorkgroupsPerDimension: number
}

/** The device properties that a plan depends on. */
export interface DeviceProfile extends TileProfile {
  readonly limits: DeviceLimits
}

export function deviceProfile(opened: OpenDevice): DeviceProfile {
  const { device, adapter, adapterInfo } = opened
  return {
    limits: device.limits,
    software: adapter.software,
    subgroupLanes: device.features.has('subgroups') ? adapterInfo.subgroupMinSize : 1,
    otherSubgroup: otherSubgroup(device, adapterInfo),
    intel: /intel/i.test(`${adapterInfo.vendor} ${adapterInfo.description}`),
    matrices: matrixUnits(opened),
  }
}

/** If sizes vary, Dawn requests more than the smallest, which RDNA3 needs to dual-issue. */
const otherSubgroup = (
  { features }: GPUDevice,
  { subgroupMinSize, subgroupMaxSize }: GPUAdapterInfo,
): number | null =>
  features.has('subgroup-size-control') && subgroupMinSize < subgroupMaxSize
    ? subgroupMinSize
    : null

const MEBIBYTE = 2 ** 20

/** The limits that every WebGPU device has. */
const GUARANTEED: DeviceLimits = {
  maxBufferSize: 256 * MEBIBYTE,
  maxStorageBufferBindingSize: 128 * MEBIBYTE,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
}

/**
 * Devices that plans are checked against: the guaranteed limits, the two software adapters of the tests as they report
 * themselves (Chromium's SwiftShader, Mesa's lavapipe), and a desktop GPU as Chromium describes it.
 */
export const DEVICE_PROFILES = {
  guaranteed: {
    limits: GUARANTEED,
    software: false,
    subgroupLanes: 1,
    otherSubgroup: null,
    intel: false,
    matrices: null,
  },
  swiftshader: {
    software: true,
    subgroupLanes: 4,
    otherSubgroup: null,
    intel: false,
    matrices: null,
    limits: {
      ...GUARANTEED,
      maxBufferSize: 1024 * MEBIBYTE,
      maxStorageBufferBindingSize: 1024 * MEBIBYTE,
      maxStorageBuffersPerShaderStage: 10,
      maxComputeWorkgroupStorageSize: 32_768,
    },
  },
  lavapipe: {
    software: true,
    subgroupLanes: 8,
    otherSubgroup: null,
    intel: false,
    matrices: null,
    limits: {
      ...GUARANTEED,
      maxBufferSize: 4 * 1024 * MEBIBYTE - 1,
      maxStorageBuffersPerShaderStage: 16,
      maxComputeWorkgroupStorageSize: 32_768,
      maxComputeInvocationsPerWorkgroup: 1024,
    },
  },
  desktop: {
    software: false,
    subgroupLanes: 32,
    otherSubgroup: null,
    intel: false,
    matrices: null,
    limits: {
      ...GUARANTEED,
      maxBufferSize: 4 * 1024 * MEBIBYTE,
      maxStorageBufferBindingSize: 2 * 1024 * MEBIBYTE - 4,
      maxStorageBuffersPerShaderStage: 10,
      maxComputeWorkgroupStorageSize: 32_768,
      maxComputeInvocationsPerWorkgroup: 1024,
    },
  },
} as const satisfies Readonly<Record<string, DeviceProfile>>

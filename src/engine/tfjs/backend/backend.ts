import * as tf from '@tensorflow/tfjs'
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { DeviceLost, isSoftwareRenderer, type OpenDevice } from '../../device/device.ts'
import { installFilterGradient } from '../network/filter-gradient.ts'
import { installTiedMaxima } from '../network/tied-maxima.ts'
import { onContextLost, rendererName, startWebGl, webGlRenderer } from './webgl.ts'

export interface TfjsBackend {
  readonly name: 'webgpu' | 'webgl' | 'cpu'
  /** Display name of the backend. */
  readonly adapter: string
  readonly software: boolean
  /** Null if TensorFlow.js computes without WebGPU. */
  readonly device: GPUDevice | null
  /** See `OpenDevice.onFailure`. */
  readonly onFailure: OpenDevice['onFailure']
  /** Makes this TensorFlow.js's backend until the next `await`. */
  use(): void
}

installFilterGradient()
installTiedMaxima()

let registered: OpenDevice | null = null

/** TensorFlow.js on our device, or on WebGL or the CPU without WebGPU. */
export async function openTfjsBackend(device: OpenDevice | null): Promise<TfjsBackend> {
  return device ? openWebGpu(device) : ((await openWebGl()) ?? (await openCpu()))
}

/**
 * The same for a few forward passes. Without a GPU it uses plain JavaScript, because a software renderer would have to
 * compile shaders.
 */
export async function openInferenceBackend(device: OpenDevice | null): Promise<TfjsBackend> {
  const backend = await openTfjsBackend(device?.adapter.software ? null : device)
  return backend.software ? openCpu() : backend
}

async function openWebGpu(opened: OpenDevice): Promise<TfjsBackend> {
  if (registered !== opened) {
    // Importing the package registers a factory that would open its own device.
    if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu')
    tf.registerBackend('webgpu', () => new WebGPUBackend(opened.device, opened.adapterInfo))
    registered = opened
  }
  await select('webgpu')
  const { name, software } = opened.adapter
  return {
    name: 'webgpu',
    adapter: name ?? 'a GPU the browser does not name',
    software,
    device: opened.device,
    onFailure: (listener) => opened.onFailure(listener),
    use: () => use('webgpu'),
  }
}

async function openWebGl(): Promise<TfjsBackend | null> {
  const gl = await startWebGl()
  if (!gl) return null
  const renderer = webGlRenderer(gl)
  return {
    name: 'webgl',
    adapter: rendererName(renderer),
    software: isSoftwareRenderer(renderer),
    device: null,
    onFailure: (listener) =>
      onContextLost(gl, () => listener(new DeviceLost('The browser took the GPU away'))),
    use: () => use('webgl'),
  }
}

async function openCpu(): Promise<TfjsBackend> {
  await select('cpu')
  return {
    name: 'cpu',
    adapter: 'JavaScript on the processor',
    software: true,
    device: null,
    onFailure: () => () => {},
    use: () => use('cpu'),
  }
}

async function select(name: TfjsBackend['name']): Promise<void> {
  if (!(await tf.setBackend(name))) {
    throw new Error(`TensorFlow.js could not start its ${name} backend.`)
  }
}

/** Synchronous, because the backend has been started. */
function use(name: TfjsBackend['name']): void {
  if (tf.getBackend() !== name) void tf.setBackend(name)
}

/** GPU backends' name for allocated bytes, including pools of free buffers or textures. */
const HELD_BYTES = ['numBytesAllocatedInGPU', 'numBytesInGPUAllocated']

/** Bytes allocated by the current backend. */
export function heldBytes(): number {
  const memory = tf.memory()
  const counted = Object.entries(memory).find(([key]) => HELD_BYTES.includes(key))
  return counted ? Number(counted[1]) : memory.numBytes
}

/** Frees the WebGPU backend's buffer pool, which never shrinks, if no tensor is left. */
export function trimPool(): void {
  const backend = tf.backend()
  if (backend instanceof WebGPUBackend && tf.memory().numTensors === 0) {
    backend.bufferManager.dispose()
  }
}

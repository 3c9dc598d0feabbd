import * as tf from '@tensorflow/tfjs'
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { DeviceLost, isSoftwareRenderer, type OpenDevice } from '../device.ts'
import { installFilterGradient } from './filter-gradient.ts'
import { onContextLost, rendererName, startWebGl, webGlRenderer } from './webgl.ts'

export interface TfjsBackend {
  readonly name: 'webgpu' | 'webgl' | 'cpu'
  /** What computes, for people. */
  readonly adapter: string
  readonly software: boolean
  /** Null where TensorFlow.js computes without WebGPU. */
  readonly device: GPUDevice | null
  /** As `OpenDevice.onFailure`. */
  readonly onFailure: OpenDevice['onFailure']
  /** Makes it the backend of what TensorFlow.js computes next, up to the next `await`. */
  use(): void
}

installFilterGradient()

let registered: OpenDevice | null = null

/** TensorFlow.js on a device of ours, or on WebGL or the processor where there is no WebGPU. */
export async function openTfjsBackend(device: OpenDevice | null): Promise<TfjsBackend> {
  return device ? openWebGpu(device) : ((await openWebGl()) ?? (await openCpu()))
}

async function openWebGpu(opened: OpenDevice): Promise<TfjsBackend> {
  if (registered !== opened) {
    // Importing the package registers a factory that would open a device of its own.
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

/** Takes effect at once, since the backend has been started. */
function use(name: TfjsBackend['name']): void {
  if (tf.getBackend() !== name) void tf.setBackend(name)
}

/** What GPU backends call the bytes they hold, their pools of free buffers or textures included. */
const HELD_BYTES = ['numBytesAllocatedInGPU', 'numBytesInGPUAllocated']

/** Bytes the current backend holds. */
export function heldBytes(): number {
  const memory = tf.memory()
  const counted = Object.entries(memory).find(([key]) => HELD_BYTES.includes(key))
  return counted ? Number(counted[1]) : memory.numBytes
}

/** Frees the pooled buffers of the WebGPU backend, which grow and never shrink, where no tensor is left. */
export function trimPool(): void {
  const backend = tf.backend()
  if (backend instanceof WebGPUBackend && tf.memory().numTensors === 0) {
    backend.bufferManager.dispose()
  }
}

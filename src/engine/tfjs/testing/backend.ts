import { startDawn } from '../../../headless/device/dawn.ts'
import { openDevice, type OpenDevice } from '../../device/device.ts'
import { openTfjsBackend, type TfjsBackend } from '../backend/backend.ts'

let device: Promise<OpenDevice> | null = null

/** A backend for tests; WebGPU uses one Dawn device per file. Fails without an adapter and on any device error. */
export async function openTestBackend(name: 'webgpu' | 'cpu'): Promise<TfjsBackend> {
  if (name === 'cpu') return openTfjsBackend(null)
  device ??= openCheckedDevice()
  return openTfjsBackend(await device)
}

async function openCheckedDevice(): Promise<OpenDevice> {
  const opened = await openDevice(startDawn())
  opened.onFailure((error) => {
    throw error
  })
  return opened
}

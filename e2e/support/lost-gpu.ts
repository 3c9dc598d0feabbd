import type { Page, Worker } from '@playwright/test'

declare global {
  /** The device that the worker used last. */
  var lab94Device: GPUDevice | undefined
}

function workerOf(page: Page): Worker {
  const [worker] = page.workers()
  return worker
}

/** Records the device that the page's worker uses from now on. */
export async function watchGpu(page: Page): Promise<void> {
  await workerOf(page).evaluate(() => {
    const native: GPUDevice['createCommandEncoder'] = Reflect.get(
      GPUDevice.prototype,
      'createCommandEncoder',
    )
    GPUDevice.prototype.createCommandEncoder = function (descriptor) {
      globalThis.lab94Device = this
      return native.call(this, descriptor)
    }
  })
}

/** Destroys that device, as a driver reset does, and waits until the worker knows. */
export async function loseGpu(page: Page): Promise<void> {
  await workerOf(page).evaluate(async () => {
    globalThis.lab94Device?.destroy()
    await globalThis.lab94Device?.lost
  })
}

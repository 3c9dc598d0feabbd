import { expect, it, vi } from 'vitest'
import { adapterAdvice } from './vulkan-advice.ts'

const failLoading = (message: string) =>
  vi.spyOn(process, 'dlopen').mockImplementationOnce(() => {
    throw new Error(message)
  })

it('distinguishes a missing loader from a missing driver', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux')
  failLoading('libvulkan.so.1: cannot open shared object file: No such file or directory')
  expect(adapterAdvice()).toMatch(/libvulkan1/)
  failLoading("Module did not self-register: 'libvulkan.so.1'.")
  expect(adapterAdvice()).toMatch(/VK_DRIVER_FILES/)
  vi.restoreAllMocks()
})

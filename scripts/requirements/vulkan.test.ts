import { expect, it } from 'vitest'
import { vulkanEnvironment } from './vulkan.mjs'

it('uses only the named driver', () => {
  expect(vulkanEnvironment({ VK_DRIVER_FILES: '/mine.json' }, () => true)).toEqual({
    VK_DRIVER_FILES: '/mine.json',
  })
})

it('otherwise uses lavapipe if it is installed', () => {
  const file = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json'
  expect(vulkanEnvironment({}, (path) => path === file)).toEqual({ VK_DRIVER_FILES: file })
  expect(vulkanEnvironment({}, () => false)).toEqual({})
})

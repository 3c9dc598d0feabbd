import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's and Ubuntu's Vulkan loader, what its package says of its licence, and the licence. */
const FILES = {
  'libvulkan.so.1': '/usr/lib/x86_64-linux-gnu/libvulkan.so.1',
  copyright: '/usr/share/doc/libvulkan1/copyright',
  'Apache-2.0': '/usr/share/common-licenses/Apache-2.0',
}

/**
 * Copies the Vulkan loader of this system into a folder, for systems that have a driver and no loader. Only where
 * Debian's package is there, so that its licence goes along.
 *
 * @param {string} folder
 * @returns {boolean} whether it was there
 */
export function copyVulkanLoader(folder) {
  if (!Object.values(FILES).every((path) => existsSync(path))) return false
  for (const [name, path] of Object.entries(FILES)) {
    cpSync(path, join(folder, name), { dereference: true })
  }
  return true
}

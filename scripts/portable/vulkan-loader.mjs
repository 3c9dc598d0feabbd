import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's and Ubuntu's Vulkan loader, its package's copyright file, and its licence. */
const FILES = {
  'libvulkan.so.1': '/usr/lib/x86_64-linux-gnu/libvulkan.so.1',
  copyright: '/usr/share/doc/libvulkan1/copyright',
  'Apache-2.0': '/usr/share/common-licenses/Apache-2.0',
}

/**
 * Copies this system's Vulkan loader into a folder, for systems with a driver but no loader. Only from Debian's package,
 * which includes the licence.
 *
 * @param {string} folder
 * @returns {boolean} whether the loader was there
 */
export function copyVulkanLoader(folder) {
  if (!Object.values(FILES).every((path) => existsSync(path))) return false
  for (const [name, path] of Object.entries(FILES)) {
    cpSync(path, join(folder, name), { dereference: true })
  }
  return true
}

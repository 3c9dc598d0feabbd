import { existsSync } from 'node:fs'
import { installMesa, mayInstallPackages, mesaCommands, osRelease } from './debian.mjs'

const TRIPLET = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'

/** Mesa's library that answers for the AMD driver of a kernel that has none: it takes all work and does nothing. */
export const SHIM_FILE = `/usr/lib/${TRIPLET}/libamdgpu_noop_drm_shim.so`
/** Where Debian describes RADV, Mesa's Vulkan driver for AMD. */
export const RADV_FILE = '/usr/share/vulkan/icd.d/radeon_icd.json'

const PACKAGES = /** @type {const} */ (['mesa-vulkan-drivers', 'mesa-drm-shim'])

/**
 * Finds what compiles for AMD's GPUs without one, or installs it as root in continuous integration. Throws where that is
 * not possible, with what to do.
 */
export function requireShim() {
  const found = () => existsSync(SHIM_FILE) && existsSync(RADV_FILE)
  if (!found() && mayInstallPackages()) installMesa(PACKAGES)
  if (found()) return
  const commands = mesaCommands(osRelease(), PACKAGES).map((command) => `  ${command}`)
  throw new Error(
    `Compiling for AMD needs Mesa's driver RADV and its DRM shim:\n${commands.join('\n')}`,
  )
}

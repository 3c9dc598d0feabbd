import { existsSync } from 'node:fs'
import { installMesa, mayInstallPackages, mesaCommands, osRelease } from './debian.mjs'

const TRIPLET = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'

/** Mesa's stub of the kernel's AMD driver: it accepts all work and does nothing. */
export const SHIM_FILE = `/usr/lib/${TRIPLET}/libamdgpu_noop_drm_shim.so`
/** Debian's driver file of RADV, Mesa's Vulkan driver for AMD. */
export const RADV_FILE = '/usr/share/vulkan/icd.d/radeon_icd.json'

const PACKAGES = /** @type {const} */ (['mesa-vulkan-drivers', 'mesa-drm-shim'])

/**
 * Finds the libraries that compile for AMD GPUs without having one, or installs them as root in continuous integration.
 * Otherwise throws an error that says how to install them.
 */
export function requireShim() {
  const found = () => existsSync(SHIM_FILE) && existsSync(RADV_FILE)
  if (!found() && mayInstallPackages()) installMesa(PACKAGES)
  if (found()) return
  const commands = mesaCommands(osRelease(), PACKAGES).map((command) => `  ${command}`)
  throw new Error(
    `Compiling for AMD needs Mesa's RADV driver and its DRM shim. Install them:\n${commands.join('\n')}`,
  )
}

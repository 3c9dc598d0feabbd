/** The library that Dawn uses to find Vulkan drivers on Linux. */
const LOADER = 'libvulkan.so.1'

/** What to install if Dawn found no adapter. */
export function adapterAdvice(): string {
  if (process.platform !== 'linux') return 'Update the graphics driver.'
  if (!canLoad(LOADER)) {
    return (
      `Dawn needs the Vulkan loader, ${LOADER}, which is missing on this computer. ` +
      'Install libvulkan1 (Debian, Ubuntu), vulkan-loader (Fedora) or vulkan-icd-loader (Arch).'
    )
  }
  return (
    'Install a Vulkan driver: your GPU vendor’s, or mesa-vulkan-drivers 25 or newer for AMD, Intel and CPUs. ' +
    'VK_DRIVER_FILES selects one of several.'
  )
}

/** Whether a shared library exists: Node loads it first, then rejects it because it is not an addon. */
function canLoad(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library)
    return true
  } catch (error) {
    return error instanceof Error && error.message.includes('did not self-register')
  }
}

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where Mesa describes its CPU driver, lavapipe; the architecture is in the name on some distributions. */
const LAVAPIPE_FILES = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'].flatMap(
  (folder) =>
    ['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json'].map(
      (name) => `${folder}/${name}`,
    ),
)

/**
 * What GPU tests need in their environment, so that every Linux computes them with the same driver whatever GPU it
 * has: Mesa's CPU driver, unless `VK_DRIVER_FILES` already names one. Elsewhere Dawn needs no Vulkan.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {(path: string) => boolean} exists
 * @returns {{ VK_DRIVER_FILES?: string }}
 */
export function vulkanEnvironment(env = process.env, exists = existsSync) {
  if (env.VK_DRIVER_FILES) return { VK_DRIVER_FILES: env.VK_DRIVER_FILES }
  const file = LAVAPIPE_FILES.find(exists)
  return file === undefined ? {} : { VK_DRIVER_FILES: file }
}

/**
 * What Dawn computes on here, or null where it finds nothing. Asked in another process, which a driver too old for
 * Dawn may bring down.
 *
 * @returns {{ name: string, shaderF16: boolean } | null}
 */
export function findAdapter() {
  const script = fileURLToPath(new URL('adapter.mjs', import.meta.url))
  const { status, stdout } = spawnSync(process.execPath, [script], {
    env: { ...process.env, ...vulkanEnvironment() },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (status !== 0) return null
  return /** @type {{ name: string, shaderF16: boolean }} */ (JSON.parse(stdout))
}

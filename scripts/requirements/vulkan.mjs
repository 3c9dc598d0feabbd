import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Driver files of lavapipe, Mesa's CPU driver; some distributions put the architecture in the name. */
const LAVAPIPE_FILES = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'].flatMap(
  (folder) =>
    ['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json'].map(
      (name) => `${folder}/${name}`,
    ),
)

/**
 * The environment variables of GPU tests: every Linux runs them on Mesa's CPU driver, whatever GPU it has, unless
 * `VK_DRIVER_FILES` already names a driver. On other systems Dawn needs no Vulkan.
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
 * Dawn's adapter, or null if it finds none. Runs in another process, because a driver that is too old for Dawn may crash it.
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

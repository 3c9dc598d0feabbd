import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { codeVersion } from './commit.mjs'

/** The entry file of each program. */
const ENTRIES = new Map([
  ['train', 'src/headless/train/train.ts'],
  ['sweep', 'src/headless/sweep/sweep.ts'],
  ['plan', 'src/headless/plan-and-profile/plan.ts'],
  ['profile', 'src/headless/plan-and-profile/profile.ts'],
  ['test-kernels', 'src/headless/checks/test-kernels.ts'],
  ['check-webgpu', 'src/headless/checks/check-webgpu.ts'],
  ['ship-network', 'src/headless/ship/ship-network.ts'],
  ['watched-images', 'src/headless/ship/watched-images.ts'],
  ['bench', 'bench/bench.ts'],
  ['shader-stats', 'bench/shader-stats/shader-stats.ts'],
])

/**
 * Bundles a program for Node into a new folder, so that programs can run side by side, and returns folder and module.
 * Throws if there is no such program. Includes TensorFlow.js, whose ES modules are written for bundlers; excludes Dawn,
 * which is native.
 *
 * @param {string} root
 * @param {string} name
 */
export async function bundleHeadless(root, name) {
  const entry = ENTRIES.get(name)
  if (entry === undefined) {
    throw new Error(
      `There is no program "${name}". Choose one of: ${[...ENTRIES.keys()].join(', ')}.`,
    )
  }
  const cache = join(root, 'node_modules/.cache/lab94')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, `${name}-`))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { LAB94_COMMIT: JSON.stringify(codeVersion(root)) },
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: join(root, entry),
      outDir,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, chunkFileNames: '[name].mjs' } },
    },
  })
  return { folder: outDir, module: join(outDir, `${name}.mjs`) }
}

import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/**
 * Bundles src/headless/NAME.ts, or bench/bench.ts, for Node into a new folder of its own, so that programs may run side by side, and returns
 * folder and module. TensorFlow.js goes in, since its ES modules are written for bundlers; Dawn stays out, being native.
 *
 * @param {string} root
 * @param {string} name
 */
export async function bundleHeadless(root, name) {
  const cache = join(root, 'node_modules/.cache/lab94')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, `${name}-`))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: join(root, name === 'bench' ? 'bench' : 'src/headless', `${name}.ts`),
      outDir,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, chunkFileNames: '[name].mjs' } },
    },
  })
  return { folder: outDir, module: join(outDir, `${name}.mjs`) }
}

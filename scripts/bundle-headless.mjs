import { join } from 'node:path'
import { build } from 'vite'

/**
 * Bundles src/headless/NAME.ts into one module that Node runs, and returns its path. TensorFlow.js goes in, since its
 * ES modules are written for bundlers; Dawn stays out, since it is native.
 *
 * @param {string} root
 * @param {string} name
 */
export async function bundleHeadless(root, name) {
  const outDir = join(root, 'node_modules/.cache/lab94', name)
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: join(root, 'src/headless', `${name}.ts`),
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, chunkFileNames: '[name].mjs' } },
    },
  })
  return join(outDir, `${name}.mjs`)
}

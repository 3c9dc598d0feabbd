import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { codeVersion } from './scripts/commit.mjs'
import { rechartsScales } from './scripts/recharts-scales.mjs'
import { chosenMirror } from './src/data/node/chosen-mirror.ts'
import { cifar10Server } from './src/data/node/vite-plugin.ts'
import { hosting } from './src/hosting/node/vite-plugin.ts'

const mirror = chosenMirror()

export default defineConfig({
  // The page works in whatever folder it is put.
  base: './',
  define: {
    LAB94_MIRROR: JSON.stringify(mirror),
    LAB94_COMMIT: JSON.stringify(codeVersion(import.meta.dirname)),
  },
  plugins: [react(), rechartsScales(), cifar10Server(), hosting(mirror)],
  worker: { format: 'es' },
})

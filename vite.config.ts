import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { codeVersion } from './scripts/bundle/commit.mjs'
import { rechartsScales } from './scripts/bundle/recharts-scales.mjs'
import { chosenMirror } from './src/data/node/chosen-mirror.ts'
import { cifar10Server } from './src/data/node/vite-plugin.ts'
import { licences } from './src/hosting/node/licences.ts'
import { chosenAddress } from './src/hosting/node/share-tags.ts'
import { hosting } from './src/hosting/node/vite-plugin.ts'

const mirror = chosenMirror()
const licenceTexts = licences()

export default defineConfig({
  // The page works in whatever folder it is put.
  base: './',
  define: {
    LAB94_MIRROR: JSON.stringify(mirror),
    LAB94_COMMIT: JSON.stringify(codeVersion(import.meta.dirname)),
  },
  plugins: [
    react(),
    rechartsScales(),
    cifar10Server(),
    hosting(mirror, chosenAddress()),
    licenceTexts.ofPage,
  ],
  worker: { format: 'es', plugins: licenceTexts.ofWorkers },
})

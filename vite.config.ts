import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { rechartsScales } from './scripts/recharts-scales.mjs'
import { cifar10Server } from './src/data/node/vite-plugin.ts'

export default defineConfig({
  plugins: [react(), rechartsScales(), cifar10Server()],
  worker: { format: 'es' },
})

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { cifar10Server } from './src/data/node/vite-plugin.ts'

export default defineConfig({
  plugins: [react(), cifar10Server()],
  worker: { format: 'es' },
})

import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

const withoutWebGpu = (base.projects ?? []).filter(({ name }) => name === 'no-webgpu')

// Pictures of every state of the page, for a person to look at.
export default defineConfig({
  ...base,
  projects: withoutWebGpu.map((project) => ({ ...project, testMatch: '**/*.pictures.ts' })),
})

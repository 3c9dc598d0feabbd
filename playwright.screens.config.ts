import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

const withoutWebGpu = (base.projects ?? []).filter(({ name }) => name === 'no-webgpu')

// Pictures of every state of the page, made on demand and looked at by a person: no part of the tests.
export default defineConfig({
  ...base,
  projects: withoutWebGpu.map((project) => ({ ...project, testMatch: '**/*.pictures.ts' })),
})

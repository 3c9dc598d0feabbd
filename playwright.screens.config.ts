import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

// Pictures of every state of the page, made on demand and looked at by a person: no part of the tests.
export default defineConfig({
  ...base,
  testMatch: '**/*.pictures.ts',
  projects: base.projects?.filter(({ name }) => name === 'no-webgpu').map(({ use }) => ({ use })),
})

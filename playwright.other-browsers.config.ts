import { defineConfig } from '@playwright/test'
import { driveStockFirefox } from './e2e/support/stock-firefox.ts'
import base from './playwright.config.ts'
import { findFirefox } from './scripts/requirements/firefox.mjs'
import { vulkanEnvironment } from './scripts/requirements/vulkan.mjs'
import { hasWebKit } from './scripts/requirements/webkit.mjs'

// The same page in other browsers, as people have them rather than as Playwright builds them. Firefox's WebGPU is another
// implementation than Chromium's.
const executablePath = findFirefox()
driveStockFirefox()

const environment = Object.entries({ ...process.env, ...vulkanEnvironment() })
const env = Object.fromEntries(
  environment.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
)

const PREFERENCES = {
  'dom.webgpu.enabled': true,
  // Mesa's CPU driver is on the list.
  'gfx.webgpu.ignore-blocklist': true,
  // As on Windows: they take room. On Linux they lie over the page by default.
  'widget.gtk.overlay-scrollbars.enabled': false,
  'ui.prefersReducedMotion': 1,
}

const launch = (preferences: Record<string, boolean | number>) => ({
  launchOptions: {
    ...(executablePath === null ? {} : { executablePath }),
    env,
    firefoxUserPrefs: { ...PREFERENCES, ...preferences },
  },
})

const { baseURL } = base.use ?? {}

export default defineConfig({
  ...base,
  globalSetup: './e2e/support/require-firefox.ts',
  workers: 1,
  use: {
    ...(baseURL === undefined ? {} : { baseURL }),
    browserName: 'firefox',
    channel: 'moz-firefox',
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 720 },
  },
  projects: [
    {
      name: 'firefox',
      testMatch: [
        '**/*.firefox.spec.ts',
        'compare/{runs,files}.spec.ts',
        'inside/shipped-network.spec.ts',
        'train/{announcements,card}.spec.ts',
      ],
      // That test has Playwright answer for another host, but Firefox looks up the host's address first and fails.
      grepInvert: /the card of a run has a QR code whose link opens the run/,
      use: launch({}),
    },
    {
      name: 'firefox-no-webgpu',
      testMatch: '**/fallback.no-webgpu.spec.ts',
      use: launch({ 'dom.webgpu.enabled': false }),
    },
    ...(hasWebKit() ? [{ name: 'webkit', testMatch: '**/*.webkit.spec.ts' }] : []),
  ],
})

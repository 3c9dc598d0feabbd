import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/requirements/chromium.mjs'

const port = Number(process.env.LAB94_E2E_PORT ?? 9595)
const executablePath = await findChromium()
if (executablePath === null) {
  throw new Error('No Chromium starts. Install one, or set CHROMIUM_PATH.')
}

const flags = [
  // It would ask for updates and safe-browsing lists while tests run.
  '--disable-background-networking',
  // Chromium's sandbox refuses to run as root, which containers do.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
const webgpuFlags = [
  ...flags,
  // Without it there is no adapter on Linux for software rendering, and on many of its GPUs.
  '--enable-unsafe-webgpu',
  // The same adapter on every computer, whatever GPU it has.
  '--use-webgpu-adapter=swiftshader',
]

/** Slow journeys: single tests with this tag, and whole files with this name. */
const LONG = /@long|\.long\.spec\.ts/

const launch = (args: string[]) => ({ launchOptions: { executablePath, args } })

export default defineConfig({
  testDir: 'e2e',
  // SwiftShader takes every core that it gets, but most tests wait for the page.
  workers: 2,
  // Software training at about 1 GFLOP/s.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  // On shared cores a browser can stall for seconds; the list names what passed only at the second try.
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    // They would fetch the whole page in the background of every test; e2e/serving/offline.spec.ts allows them.
    serviceWorkers: 'block',
    baseURL: `http://localhost:${port}`,
    // Recording one costs a test 20% more processor time.
    trace: 'on-first-retry',
  },
  projects: [
    {
      name: 'adapter',
      testMatch: 'adapter.setup.ts',
      use: launch(webgpuFlags),
    },
    {
      name: 'webgpu',
      testIgnore: '**/*.{no-webgpu,long,firefox,webkit}.spec.ts',
      grepInvert: LONG,
      dependencies: ['adapter'],
      use: launch(webgpuFlags),
    },
    {
      name: 'long',
      testIgnore: '**/*.{no-webgpu,firefox,webkit}.spec.ts',
      grep: LONG,
      dependencies: ['adapter'],
      use: launch(webgpuFlags),
    },
    {
      name: 'no-webgpu',
      testMatch: '**/*.no-webgpu.spec.ts',
      use: launch(flags),
    },
  ],
  webServer: {
    command: `npm run preview -- --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://localhost:${port}`,
    reuseExistingServer: false,
  },
})

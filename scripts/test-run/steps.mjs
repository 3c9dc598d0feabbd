/**
 * One step of the tests.
 *
 * @typedef {object} Step
 * @property {string} key its name for `--only`
 * @property {string} name
 * @property {string} script the script in package.json that runs it
 * @property {'vitest' | 'playwright' | 'unittest'} [report] the test runner whose report counts its tests
 * @property {readonly ('chromium' | 'firefox' | 'webkit' | 'adapter')[]} [needs] what this computer must have
 */

/**
 * The steps of `npm test`, in order: cheap checks first.
 *
 * @type {readonly Step[]}
 */
export const STEPS = [
  { key: 'format', name: 'format check', script: 'format:check' },
  { key: 'lint', name: 'lint', script: 'lint' },
  { key: 'types', name: 'types', script: 'types' },
  { key: 'deadcode', name: 'dead code', script: 'deadcode' },
  { key: 'unit', name: 'unit tests', script: 'unit', report: 'vitest' },
  { key: 'gpu', name: 'GPU tests', script: 'gpu', report: 'vitest', needs: ['adapter'] },
  { key: 'build', name: 'build', script: 'build' },
  {
    key: 'e2e',
    name: 'end-to-end tests',
    script: 'e2e',
    report: 'playwright',
    needs: ['chromium'],
  },
]

/**
 * The steps of `npm run test:long`.
 *
 * @type {readonly Step[]}
 */
export const LONG_STEPS = [
  { key: 'python-lint', name: 'Python lint', script: 'python:lint' },
  { key: 'python', name: 'Python tests', script: 'python', report: 'unittest' },
  {
    key: 'long',
    name: 'long tests',
    script: 'long',
    report: 'vitest',
    needs: ['adapter', 'chromium'],
  },
  { key: 'build', name: 'build', script: 'build' },
  {
    key: 'e2e-long',
    name: 'long end-to-end tests',
    script: 'e2e:long',
    report: 'playwright',
    needs: ['chromium'],
  },
  {
    key: 'screens',
    name: 'screenshots',
    script: 'screens',
    report: 'playwright',
    needs: ['chromium'],
  },
  {
    key: 'other-browsers',
    name: 'end-to-end tests in other browsers',
    script: 'e2e:other-browsers',
    report: 'playwright',
    // Its configuration is built on the one for Chromium, which refuses to load without one.
    needs: ['firefox', 'webkit', 'chromium', 'adapter'],
  },
]

import { describe, expect, it } from 'vitest'
import { parsePackArguments, parseStartArguments, parseTestArguments } from './arguments.mjs'

describe('parseStartArguments', () => {
  it('serves on 9494 and opens a browser by default', () => {
    expect(parseStartArguments([])).toEqual({ port: 9494, open: true })
    expect(parseStartArguments(['--port', '80', '--no-open'])).toEqual({ port: 80, open: false })
  })

  it.each([
    [['--port'], '--port'],
    [['--port', '0'], '--port'],
    [['--port', '65536'], '--port'],
    [['--port', '94.5'], '--port'],
    [['--port='], '--port'],
    [['--open'], '--open'],
    [['--no-open=yes'], '--no-open'],
    [['94'], '94'],
  ])('refuses %j and names the argument', (argv, named) => {
    expect(() => parseStartArguments(argv)).toThrow(named)
  })
})

describe('parseTestArguments', () => {
  const steps = [{ key: 'lint' }, { key: 'unit' }, { key: 'gpu' }]
  const longSteps = [{ key: 'python' }, { key: 'long' }]
  const keys = (...argv: string[]) =>
    parseTestArguments(argv, steps, longSteps).steps.map(({ key }) => key)

  it('runs every step if none is named', () => {
    expect(keys()).toEqual(['lint', 'unit', 'gpu'])
  })

  it('runs the named steps in their own order', () => {
    expect(keys('--only', 'gpu', '--only', 'lint')).toEqual(['lint', 'gpu'])
  })

  it('runs only the long steps', () => {
    expect(keys('--long')).toEqual(['python', 'long'])
    expect(keys('--long', '--only', 'long')).toEqual(['long'])
  })

  it.each([
    [['--only', 'nothing'], 'nothing'],
    [['--only'], '--only'],
    [['--long', '--only', 'unit'], 'unit'],
    [['--watch'], '--watch'],
  ])('refuses %j and names the argument', (argv, named) => {
    expect(() => parseTestArguments(argv, steps, longSteps)).toThrow(named)
  })
})

describe('parsePackArguments', () => {
  it('packs in chunks of 40 MB, with the named toggles', () => {
    const argv = ['--out', 'x', '--dawn-toggle', 'vulkan_enable_f16_on_nvidia']
    const toggles = ['vulkan_enable_f16_on_nvidia']
    expect(parsePackArguments(argv)).toEqual({ out: 'x', chunkBytes: 40e6, toggles })
  })

  it.each([
    [[], '--out'],
    [['--out', 'x', '--chunk-mb', '0'], '--chunk-mb'],
    [['--out', 'x', '--chunk-mb', '1.5'], '--chunk-mb'],
    [['--out', 'x', '--dawn-toggle', 'a b'], '--dawn-toggle'],
  ])('refuses %j and names the argument', (argv, named) => {
    expect(() => parsePackArguments(argv)).toThrow(named)
  })
})

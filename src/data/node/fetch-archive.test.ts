import { expect, it } from 'vitest'
import { DataError } from '../error.ts'
import { withProxy } from './fetch-archive.ts'

const failure = new DataError('the server cannot be reached.', 'Check the connection.')

it('names a proxy that was not used', () => {
  for (const name of ['HTTPS_PROXY', 'https_proxy']) {
    const { message, advice } = withProxy(failure, { [name]: 'http://proxy:3128' })
    expect(message).toBe(`the server cannot be reached. The proxy that ${name} names was not used.`)
    expect(advice).toContain('cifar-10-binary.tar.gz into data/')
  }
})

it('leaves other errors as they are', () => {
  expect(withProxy(failure, {})).toBe(failure)
  expect(withProxy(failure, { HTTPS_PROXY: '' })).toBe(failure)
  expect(withProxy(failure, { HTTPS_PROXY: 'http://proxy', NODE_USE_ENV_PROXY: '1' })).toBe(failure)
})

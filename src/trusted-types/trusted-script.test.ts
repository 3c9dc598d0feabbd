import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const own = new URL('https://example.org/lab94/assets/worker.js')
const foreign = new URL('https://example.com/worker.js')

beforeEach(() => {
  vi.resetModules()
  vi.stubGlobal('location', { origin: 'https://example.org' })
})

afterEach(() => vi.unstubAllGlobals())

it('passes only the page’s own addresses if browsers have no Trusted Types', async () => {
  const { trustedScript } = await import('./trusted-script.ts')
  expect(trustedScript(own)).toBe(own.href)
  expect(() => trustedScript(foreign)).toThrow('is not a script of this page')
})

it('makes one policy, by the name that the page’s header allows', async () => {
  const { POLICY_NAME, trustedScript } = await import('./trusted-script.ts')
  type Rules = { readonly createScriptURL: (address: string) => string }
  const createPolicy = vi.fn<(name: string, rules: Rules) => Rules>((_name, rules) => ({
    createScriptURL: (address) => `trusted ${rules.createScriptURL(address)}`,
  }))
  vi.stubGlobal('trustedTypes', { createPolicy })
  expect(trustedScript(own)).toBe(`trusted ${own.href}`)
  expect(() => trustedScript(foreign)).toThrow('is not a script of this page')
  expect(createPolicy.mock.calls).toEqual([[POLICY_NAME, expect.anything()]])
})

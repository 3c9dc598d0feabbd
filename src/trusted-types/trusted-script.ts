/**
 * The part of browsers' Trusted Types that is used here; TypeScript's DOM types lack them. A trusted address is an
 * object, although the DOM's types ask for a string.
 */
interface Policy {
  createScriptURL(address: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy
}

/** The only policy that the Content-Security-Policy allows. */
export const POLICY_NAME = 'lab94'

let policy: Policy | null = null

/**
 * An address that a worker may be started from, in the form that browsers with Trusted Types require: they refuse any plain
 * string. Throws if the address is not the page's own.
 */
export function trustedScript(url: URL): string {
  policy ??= factory()?.createPolicy(POLICY_NAME, OWN_SCRIPTS) ?? OWN_SCRIPTS
  return policy.createScriptURL(url.href)
}

const OWN_SCRIPTS: Policy = {
  createScriptURL(address) {
    if (new URL(address).origin === location.origin) return address
    throw new TypeError(`${address} is not a script of this page.`)
  },
}

const factory = (): PolicyFactory | undefined =>
  (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes

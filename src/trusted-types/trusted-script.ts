/**
 * What is used here of browsers' Trusted Types; TypeScript's types of the DOM lack them. A trusted address is an object of its
 * own, which stands where the DOM's types ask for text.
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
 * An address that a worker may be started from, as browsers with Trusted Types ask for it: they refuse text, wherever it may
 * come from. Throws where the address is not the page's own.
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

import type { Mirror } from '../data/source/mirror.ts'
import { POLICY_NAME } from '../trusted-types/trusted-script.ts'

/**
 * What the page may load and ask, as a Content-Security-Policy: its own files, and the mirror's hosts for data. No inline
 * script and no eval, so that nothing that gets into the page from a link or a file can run.
 */
export function contentSecurityPolicy({ train, test, redirects }: Mirror): string {
  const mirrorHosts = new Set([train, test].map(({ url }) => new URL(url).origin))
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'worker-src': ["'self'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    // The favicon that shows progress, and pictures that the page draws itself.
    'img-src': ["'self'", 'data:', 'blob:'],
    'manifest-src': ["'self'"],
    'connect-src': ["'self'", ...mirrorHosts, ...redirects],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    // Text becomes neither script nor HTML; workers are started through one policy that checks their address.
    'require-trusted-types-for': ["'script'"],
    'trusted-types': [POLICY_NAME],
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}

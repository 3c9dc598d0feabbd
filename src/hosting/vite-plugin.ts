import type { Plugin } from 'vite'
import type { Mirror } from '../data/source/mirror.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'

/** What the page is served with: its Content-Security-Policy, in the built page itself and as a header in the preview. */
export function hosting(mirror: Mirror): Plugin {
  const policy = contentSecurityPolicy(mirror)
  return {
    name: 'lab94:hosting',
    apply: (_, { command, isPreview }) => command === 'build' || isPreview === true,
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
    configurePreviewServer({ middlewares }) {
      middlewares.use((_request, response, next) => {
        // Only a header can forbid frames, and only a header reaches the worker.
        response.setHeader('Content-Security-Policy', `${policy}; frame-ancestors 'none'`)
        next()
      })
    },
  }
}

import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import type { Mirror } from '../../data/source/mirror.ts'
import { contentSecurityPolicy } from '../content-security-policy.ts'
import { LARGE_FILES } from '../large-files.ts'
import type { Shell } from '../shell.ts'
import { LICENCES_FILE } from './licences.ts'
import { PREVIEW_FILE, shareTags } from './share-tags.ts'

const SERVICE_WORKER = 'sw.js'
const SERVICE_WORKER_SOURCE = 'src/hosting/service-worker.ts'

/** For people and for sites that show links; the page reads neither. */
const NOT_READ = ['cifar-10-sample.json', PREVIEW_FILE]

/** Not needed offline, nor at all for the page to work. */
const ONLINE_ONLY = [SERVICE_WORKER, LICENCES_FILE]

/**
 * What the page is served with: its Content-Security-Policy, in the built page itself and as a header in the preview, what
 * sites show of a link to it at `address`, and its service worker, which keeps all of it but the images.
 */
export function hosting(mirror: Mirror, address: string | null): Plugin {
  const policy = contentSecurityPolicy(mirror)
  let publicFolder = ''
  return {
    name: 'lab94:hosting',
    apply: (_, { command, isPreview }) => command === 'build' || isPreview === true,
    config: () => ({
      build: {
        rolldownOptions: {
          input: { index: 'index.html', sw: SERVICE_WORKER_SOURCE },
          output: {
            // Its place decides which pages it serves, and its name must stay.
            entryFileNames: ({ name }) =>
              name === 'sw' ? SERVICE_WORKER : 'assets/[name]-[hash].js',
          },
        },
      },
    }),
    configResolved({ publicDir }) {
      publicFolder = publicDir
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
      ...shareTags(address),
    ],
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[SERVICE_WORKER]
        if (worker?.type !== 'chunk') throw new Error(`${SERVICE_WORKER} was not built.`)
        const shell = JSON.stringify(shellOf(bundle, publicFolder))
        worker.code = worker.code.replace('LAB94_SHELL', () => shell)
      },
    },
    configurePreviewServer({ middlewares }) {
      middlewares.use((_request, response, next) => {
        // Only a header can forbid frames, and only a header reaches the worker.
        response.setHeader('Content-Security-Policy', `${policy}; frame-ancestors 'none'`)
        next()
      })
    },
  }
}

function shellOf(bundle: Rolldown.OutputBundle, publicFolder: string): Shell {
  const hash = createHash('sha256')
  const built = Object.values(bundle).map((file) => {
    const content = file.type === 'chunk' ? file.code : file.source
    return { name: file.fileName, content }
  })
  const copied = readdirSync(publicFolder)
    .filter((name) => !NOT_READ.includes(name) && !LARGE_FILES.includes(name))
    .map((name) => ({ name, content: readFileSync(join(publicFolder, name)) }))
  const files = [...built, ...copied]
  for (const { name, content } of files) hashFile(hash, name, content)
  return {
    version: hash.digest('hex').slice(0, 16),
    files: files
      .map(({ name }) => (name === 'index.html' ? '' : name))
      .filter((name) => !ONLINE_ONLY.includes(name)),
  }
}

const hashFile = (hash: Hash, name: string, content: string | Uint8Array) =>
  hash.update(`${name}\n`).update(content)

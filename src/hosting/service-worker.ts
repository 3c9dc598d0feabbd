import { LARGE_FILES } from './large-files.ts'
import type { Shell } from './shell.ts'

/** Inserted by the build. */
declare const LAB94_SHELL: Shell

/** The part of a service worker's scope used here: TypeScript's types of it and of a page cannot be loaded together. */
interface ServiceWorkerScope {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface FetchEvent extends Lasting {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

declare const self: ServiceWorkerScope

const { version, files } = LAB94_SHELL
const PREFIX = 'lab94-shell-'
const SHELL = `${PREFIX}${version}`
/** The shipped images and network, stored when they are first used: 16 MB are too much to fetch in advance. */
const SAMPLES = 'lab94-sample'

const base = new URL(self.registration.scope)
const ownUrls = new Set(files.map((file) => new URL(file, base).href))
/** Another address of the page itself. */
const indexUrl = new URL('index.html', base).href
const assets = new URL('assets/', base).href
const storedOnceUsed = new Set(LARGE_FILES.map((file) => new URL(file, base).href))

self.addEventListener('install', (event) => event.waitUntil(fill()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))

self.addEventListener('message', ({ data }) => {
  // The visitor accepted it in a tab without an active run.
  if (data === 'take over') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  // Only the page itself reads the query.
  const [address] = request.url.split(/[?#]/)
  if (request.method !== 'GET') return
  if (address === indexUrl) event.respondWith(cached(base.href, request))
  else if (ownUrls.has(address)) event.respondWith(cached(address, request))
  // Parts of an earlier version of the page that is still open in another tab and loads them late.
  else if (address.startsWith(assets)) event.respondWith(cachedAnywhere(request))
  else if (storedOnceUsed.has(address)) event.respondWith(freshOrCached(event))
})

/** Fetches the page's files, all or none. Files in `assets` with the same name have the same content. */
async function fill(): Promise<void> {
  const redirected = storeRedirect()
  const shell = await caches.open(SHELL)
  await Promise.all(
    [...ownUrls].map(async (url) => {
      const known = url.startsWith(assets)
        ? await caches.match(url, { ignoreVary: true })
        : undefined
      const response = known ?? (await fetch(url, { cache: 'no-cache' }))
      if (!response.ok) throw new Error(`${url}: ${response.status}`)
      await shell.put(url, response)
    }),
  )
  await redirected
}

/**
 * Lets the browser remember where the page's address without the last slash leads. A service worker may not serve that
 * address; servers answer it with a permanent redirect, which the browser's own cache keeps.
 */
async function storeRedirect(): Promise<void> {
  if (base.pathname === '/') return
  try {
    await fetch(base.href.slice(0, -1), { redirect: 'manual' })
  } catch {
    // Without it only that one address does not open offline.
  }
}

/** Serves tabs from now on; drops all versions but this and the one before, which other tabs may still show. */
async function takeOver(): Promise<void> {
  await self.clients.claim()
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== SHELL)
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)))
}

async function cached(url: string, request: Request): Promise<Response> {
  const shell = await caches.open(SHELL)
  return (await shell.match(url, { ignoreVary: true })) ?? fetch(request)
}

async function cachedAnywhere(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request)
}

/** The server's response, which is also stored; without a network, the stored one. */
async function freshOrCached(event: FetchEvent): Promise<Response> {
  const { request } = event
  let response: Response
  try {
    response = await fetch(request)
  } catch (error) {
    const known = await caches.match(request, { ignoreVary: true })
    if (known === undefined) throw error
    return known
  }
  if (response.ok) event.waitUntil(store(request, response.clone()))
  return response
}

async function store(request: Request, response: Response): Promise<void> {
  try {
    const samples = await caches.open(SAMPLES)
    await samples.put(request, response)
  } catch {
    // The disk is full, or the visitor has left. The page has its response anyway, and the next visit fetches it again.
  }
}

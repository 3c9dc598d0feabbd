import { trustedScript } from '../trusted-types/trusted-script.ts'

/**
 * Keeps the page's own files in the browser, so that it opens without a network, and watches for a newer version of it.
 * `onNewer` gets a function that changes this tab over: other tabs keep the version they have until they are reloaded.
 */
export async function cacheForOffline(onNewer: (changeOver: () => void) => void): Promise<void> {
  // Typed as always defined, but missing on pages served over plain http.
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker
  if (workers === undefined) return
  const script = trustedScript(new URL('sw.js', document.baseURI))
  await workers.register(script, { updateViaCache: 'none' })
  // Settles when the first version is cached; only later ones are new versions.
  const registration = await workers.ready

  const watch = (newer: ServiceWorker) => {
    const changeOver = () => {
      newer.addEventListener('statechange', () => {
        if (newer.state === 'activated') location.reload()
      })
      newer.postMessage('take over')
    }
    const announce = () => {
      if (newer.state === 'installed') onNewer(changeOver)
    }
    newer.addEventListener('statechange', announce)
    announce()
  }
  registration.addEventListener('updatefound', () => {
    if (registration.installing !== null) watch(registration.installing)
  })
  const pending = registration.waiting ?? registration.installing
  if (pending !== null) watch(pending)
}

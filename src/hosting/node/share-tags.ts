import type { HtmlTagDescriptor } from 'vite'

/** In `public/`; `scripts/assets/preview.mjs` draws it. */
export const PREVIEW_FILE = 'preview.png'
const PREVIEW_SIZE = { width: '1200', height: '630' }

const TITLE = 'lab94: train a network to 94% in your browser'
const DESCRIPTION =
  'Train a CIFAR-10 network on your own GPU, switch each known trick on and off, and see what it does. Nothing is uploaded.'
const ALT =
  'A curve of accuracy over training that rises from 10% and crosses an orange line at 94%.'

/**
 * The address at which a build will be served, from the environment variable LAB94_ADDRESS; null if it is unset, as a
 * page that works in any folder of any server does not know it. Throws if it is not a web address.
 */
export function chosenAddress(): string | null {
  const { LAB94_ADDRESS: text = '' } = process.env
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    throw new Error(
      `LAB94_ADDRESS is “${text}”. Give the page's full address, such as https://example.org/lab94/.`,
    )
  }
  const folder = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`
  return `${url.origin}${folder}`
}

/** What sites show of a link to the page. Open Graph asks for absolute addresses, so only a known address is complete. */
export function shareTags(address: string | null): HtmlTagDescriptor[] {
  const image = `${address ?? './'}${PREVIEW_FILE}`
  const tags: readonly (readonly [name: 'property' | 'name', key: string, content: string])[] = [
    ['property', 'og:type', 'website'],
    ['property', 'og:site_name', 'lab94'],
    ['property', 'og:title', TITLE],
    ['property', 'og:description', DESCRIPTION],
    ...(address === null ? [] : [['property', 'og:url', address] as const]),
    ['property', 'og:image', image],
    ['property', 'og:image:type', 'image/png'],
    ['property', 'og:image:width', PREVIEW_SIZE.width],
    ['property', 'og:image:height', PREVIEW_SIZE.height],
    ['property', 'og:image:alt', ALT],
    ['name', 'twitter:card', 'summary_large_image'],
    ['name', 'twitter:image', image],
    ['name', 'twitter:image:alt', ALT],
  ]
  return tags.map(([name, key, content]) => ({
    tag: 'meta',
    attrs: { [name]: key, content },
    injectTo: 'head',
  }))
}

/** Kinds of hashes, by the name before their content. */
const NAME = /(?:^|[#&?/!])(runs?|lesson)=/i
/** Line breaks, soft hyphens and letters without width. */
const INVISIBLE = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/g
/** Some programs encode what is already encoded. */
const ENCODED_AT_MOST = 3

/**
 * The original hash, restored from what mail and chat programs turn it into: percent-encoded, once or several times,
 * broken into lines, or with `&` as in HTML.
 */
export function plainHash(hash: string): string {
  let plain = hash
  for (let i = 0; i < ENCODED_AT_MOST; i++) {
    plain = plain
      .replaceAll(/%([0-7][\da-f])/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
      .replaceAll(/(?:%[89a-f][\da-f])+/gi, decoded)
  }
  return plain.replaceAll(INVISIBLE, '').replaceAll('&amp;', '&')
}

/** What a hash holds, such as `run`; null if nothing that lab94 knows. */
export function hashName(hash: string): string | null {
  const match = NAME.exec(plainHash(hash))
  return match === null ? null : match[1].toLowerCase()
}

/** The address's hash; the end of its path if a program encoded the `#`, and the server answers any path with the page. */
export function addressHash({ hash, pathname }: Pick<Location, 'hash' | 'pathname'>): string {
  const encoded = pathname.search(/%(25)*23/)
  return hash !== '' || encoded < 0 ? hash : pathname.slice(encoded)
}

/** Unchanged if the encoding is invalid. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Bytes of a file that `pictureSize` needs: metadata of cameras comes before a JPEG's size. */
export const SIZE_BYTES = 1 << 20

/**
 * The size in pixels that the first bytes of a PNG, JPEG, GIF, WebP or BMP file claim, so that a small file cannot make
 * the browser allocate a huge picture. Null for other formats, and if the header is truncated.
 */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return sizeIn(view)
  } catch (error) {
    // An offset beyond the end.
    if (error instanceof RangeError) return null
    throw error
  }
}

function sizeIn(view: DataView): PictureSize | null {
  const says = (text: string, at: number) =>
    Array.from(text, (letter) => letter.charCodeAt(0)).every(
      (code, i) => view.getUint8(at + i) === code,
    )
  if (says('\x89PNG', 0)) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (says('GIF8', 0)) return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (says('BM', 0)) {
    // A negative height says that the rows go from top to bottom.
    return { width: view.getUint32(18, true), height: Math.abs(view.getInt32(22, true)) }
  }
  if (says('RIFF', 0) && says('WEBP', 8)) return webpSize(view, says)
  return says('\xff\xd8', 0) ? jpegSize(view) : null
}

/** The three kinds of WebP (RFC 9649): extended, lossless and lossy. */
function webpSize(view: DataView, says: (text: string, at: number) => boolean): PictureSize | null {
  if (says('VP8X', 12)) {
    const from = (at: number) => 1 + (view.getUint32(at, true) & 0xffffff)
    return { width: from(24), height: from(27) }
  }
  if (says('VP8L', 12)) {
    const bits = view.getUint32(21, true)
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
  }
  if (!says('VP8 ', 12)) return null
  const from = (at: number) => view.getUint16(at, true) & 0x3fff
  return { width: from(26), height: from(28) }
}

/** The size in a JPEG's frame header, which follows any number of other segments. */
function jpegSize(view: DataView): PictureSize | null {
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1)
    // C4, C8 and CC are tables; all others from C0 to CF are frame headers.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    // Padding before a marker, or a segment with its length.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

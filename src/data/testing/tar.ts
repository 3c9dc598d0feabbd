/** Content, padded to whole blocks. */
export const block = (text: string) => {
  const bytes = Buffer.from(text)
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

/** A custom ustar header, since nanotar writes plain files only. */
export function header(name: string, type: string, size: number, prefix = ''): Buffer {
  const bytes = Buffer.alloc(512)
  bytes.write(name)
  bytes.write(size.toString(8).padStart(11, '0'), 124)
  bytes.write(type, 156)
  bytes.write('ustar\0' + '00', 257)
  bytes.write(prefix, 345)
  writeChecksum(bytes)
  return bytes
}

/** Writes the checksum that a header should have into it. */
export function writeChecksum(header: Buffer): void {
  header.write(' '.repeat(8), 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
}

/** A header with its content. */
export const entry = (name: string, type: string, text: string, prefix = '') =>
  Buffer.concat([header(name, type, Buffer.byteLength(text), prefix), block(text)])

/** A record of a pax header, `LENGTH KEY=VALUE\n`, where LENGTH counts all its bytes. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  let length = Buffer.byteLength(rest)
  while (length !== Buffer.byteLength(`${length}${rest}`))
    length = Buffer.byteLength(`${length}${rest}`)
  return `${length}${rest}`
}

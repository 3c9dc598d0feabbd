import { describe, expect, it } from 'vitest'
import { decodeText } from './decode-text.ts'

const TEXT = '{"name": "Größe, 大きさ"}'

const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * text.length))
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian)
  return new Uint8Array(view.buffer)
}

describe('decodeText', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', new TextEncoder().encode(TEXT)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${TEXT}`)],
    ['UTF-16, low byte first', utf16(TEXT, true)],
    ['UTF-16, low byte first, with a mark', utf16(`\ufeff${TEXT}`, true)],
    ['UTF-16, high byte first', utf16(TEXT, false)],
    ['UTF-16, high byte first, with a mark', utf16(`\ufeff${TEXT}`, false)],
  ])('reads %s', (_name, bytes) => expect(decodeText(bytes)).toBe(TEXT))

  it('reads an empty file, a single letter and an odd number of bytes', () => {
    expect(decodeText(new Uint8Array())).toBe('')
    expect(decodeText(Uint8Array.of(0x7b))).toBe('{')
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d))).toMatch(/^\{/)
  })
})

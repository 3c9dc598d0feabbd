/** Zeros of the digits that keyboards of other scripts type: Arabic, Persian, Devanagari, Bengali, full-width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10]

/**
 * A number as people write it: with a decimal comma or point, spaces or apostrophes between thousands, in the digits of
 * their script. NaN if it is not a number, or is ambiguous: `1,024` may be a thousand or about one.
 */
export function parseNumber(text: string): number {
  const plain = Array.from(text.trim(), digit)
    .join('')
    .replaceAll('\u2212', '-')
    .replaceAll('\u066b', ',')
    .replaceAll(/(?<=\d)[\s\u2019'_](?=\d{3}(?!\d))/g, '')
  const grouped = /^[+-]?\d{1,3}(?:(,)\d{3}(?:,\d{3})*\.|\.\d{3}(?:\.\d{3})*,)\d+$/.exec(plain)
  if (grouped) {
    const group = grouped[1] ?? '.'
    return Number(plain.replaceAll(group, '').replace(',', '.'))
  }
  if (/^-?\d{1,3}(,\d{3})+$/.test(plain) && !/^-?0,/.test(plain)) {
    return /,\d{3},/.test(plain) ? Number(plain.replaceAll(',', '')) : Number.NaN
  }
  const point = plain.replace(/^(-?\d*),(\d*(e[+-]?\d+)?)$/i, '$1.$2')
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(point) ? Number(point) : Number.NaN
}

function digit(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const zero = ZEROS.find((start) => code >= start && code <= start + 9)
  return zero === undefined ? letter : String(code - zero)
}

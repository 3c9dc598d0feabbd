import { expect, it } from 'vitest'
import { browserName } from './browser-name.ts'

it('knows a browser by its user agent', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
  expect(browserName(chrome)).toBe('Chrome 141')
  expect(browserName(`${chrome} Edg/141.0.0.0`)).toBe('Edge 141')
  expect(
    browserName(
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    ),
  ).toBe('Safari 26')
  expect(
    browserName('Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'),
  ).toBe('Firefox 145')
  expect(browserName('something else')).toBeNull()
})

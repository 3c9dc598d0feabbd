import { describe, expect, it } from 'vitest'
import { errorLines } from './error-lines.ts'

describe('errorLines', () => {
  it('contains message and location, without the page’s address', () => {
    const error = new TypeError('x is no function of http://me.example:94')
    error.stack = `${error}\n    at draw (http://me.example:94/assets/index.js:1:2)\n    at run`
    expect(errorLines(error, 'http://me.example:94')).toEqual([
      '- Error: TypeError: x is no function of \n',
      '  - at draw (/assets/index.js:1:2)\n',
      '  - at run\n',
    ])
  })

  it('accepts any thrown value', () => {
    expect(errorLines('no', 'http://me')).toEqual(['- Error: no\n'])
    expect(errorLines(null, 'http://me')).toEqual([])
  })
})

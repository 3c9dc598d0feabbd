import { describe, expect, it } from 'vitest'
import { errorLines } from './error-lines.ts'

describe('errorLines', () => {
  it('says what and where, without the address of the page', () => {
    const error = new TypeError('x is no function of http://me.example:94')
    error.stack = `${error}\n    at draw (http://me.example:94/assets/index.js:1:2)\n    at run`
    expect(errorLines(error, 'http://me.example:94')).toEqual([
      '- Error: TypeError: x is no function of \n',
      '  - at draw (/assets/index.js:1:2)\n',
      '  - at run\n',
    ])
  })

  it('takes whatever was thrown', () => {
    expect(errorLines('no', 'http://me')).toEqual(['- Error: no\n'])
    expect(errorLines(null, 'http://me')).toEqual([])
  })
})

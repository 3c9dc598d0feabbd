import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DataError } from '../data/error.ts'
import { codeOf, ERROR_CODES } from './codes.ts'

const root = join(import.meta.dirname, '../..')

/** Classes of errors in the program, and whether each names itself as the code for it needs. */
function errorClasses(): { name: string; named: boolean }[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)test-|\.test\./.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, 'src', file), 'utf8')
      return [...text.matchAll(/class (\w+) extends \w*Error\b/g)].map(([, name]) => ({
        name,
        // Minified programs have no names of classes.
        named: new RegExp(`override readonly name(: string)? = '${name}'`).test(text),
      }))
    })
}

describe('codes of errors', () => {
  it('are there for every class of error, which carries its name', () => {
    const classes = errorClasses()
    expect(classes.length).toBeGreaterThan(15)
    for (const { name, named } of classes) {
      const error = Object.assign(new Error('x'), { name })
      expect([name, named, codeOf(error) !== 'unexpected']).toEqual([name, true, true])
    }
  })

  it('are explained in docs/errors.md, each once, and no others', () => {
    const text = readFileSync(join(root, 'docs/errors.md'), 'utf8')
    const listed = [...text.matchAll(/^\| `([\w-]+)` \| (.+) \| (.+) \|$/gm)]
    expect(listed.map(([, code]) => code).sort()).toEqual([...ERROR_CODES].sort())
    for (const [, code, what, todo] of listed) {
      expect([code, what.length > 20, todo.length > 10]).toEqual([code, true, true])
    }
  })

  it('take an error by its class, and what else is thrown as unexpected', () => {
    expect(codeOf(new DataError('It is truncated.', 'Fetch it again.'))).toBe('data')
    expect(codeOf(new TypeError('x is undefined'))).toBe('unexpected')
    expect(codeOf('no')).toBe('unexpected')
  })
})

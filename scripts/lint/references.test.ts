import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { allBrokenReferences, brokenReferences, missingDocuments } from './references.mjs'

const FILES = ['README.md', 'docs/words.md', 'src/model/layers.ts', 'src/model/layers.test.ts']

/** The broken references of a document with this text. */
const broken = (text: string, document = 'docs/words.md') =>
  brokenReferences(document, FILES, (path) => (path === document ? text : '# The one & only'))

describe('brokenReferences', () => {
  it('accepts links, paths and source files that exist', () => {
    const text = [
      '[start](../README.md#the-one--only), ![a picture](words.md), [top](#words-of-ours)',
      '## Words of ours',
      'src/model, `src/model/`, `src/model/layers.ts`, src/model/*.test.ts, `layers.ts`.',
      '`x.test.ts`, [elsewhere](https://example.org/src/none.ts), ../other/src/none.ts',
    ]
    expect(broken(text.join('\n'))).toEqual([])
  })

  it('names a link to a file or a heading that does not exist', () => {
    expect(broken('[a](gone.md) [b](../README.md#gone) [c](#gone)')).toEqual([
      'docs/words.md links to gone.md, which does not exist.',
      'docs/words.md links to ../README.md#gone, which does not exist.',
      'docs/words.md links to #gone, which does not exist.',
    ])
  })

  it('names paths and source files that do not exist, once each', () => {
    expect(broken('src/model/gone.ts, `src/model/gone.ts`, `scripts/none/`.')).toEqual([
      'docs/words.md names src/model/gone.ts, which does not exist.',
      'docs/words.md names scripts/none/, which does not exist.',
    ])
    expect(broken('`gone.ts` and `../src/model/layers.ts` and `model/layers.ts`')).toEqual([
      'docs/words.md names gone.ts, which does not exist.',
      'docs/words.md names model/layers.ts, which does not exist.',
    ])
  })

  it('looks up names in the files that a document gives for them', () => {
    expect(broken('`one` in `src/model/layers.ts`, `two` in `src/model/layers.ts`')).toEqual([
      'docs/words.md says that two is in src/model/layers.ts, but it is not.',
    ])
  })

  it('reads paths from the folder of the document', () => {
    expect(broken('`layers.ts` `layers.test.ts` `gone/layers.ts`', 'src/model/README.md')).toEqual([
      'src/model/README.md names gone/layers.ts, which does not exist.',
    ])
  })
})

describe('missingDocuments', () => {
  it('names documents that a source file names and that do not exist', () => {
    const text = '// See docs/words.md and docs/gone.md; https://example.org/none.md is elsewhere.'
    expect(missingDocuments('src/model/layers.ts', FILES, text)).toEqual([
      'src/model/layers.ts names docs/gone.md, which does not exist.',
    ])
  })
})

describe('the documents and the code of this repository', () => {
  it('have no broken references', () => {
    expect(allBrokenReferences(fileURLToPath(new URL('../../', import.meta.url)))).toEqual([])
  })
})

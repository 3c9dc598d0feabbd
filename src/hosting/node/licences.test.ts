import { expect, it } from 'vitest'
import { packageFolder } from './licences.ts'

it.each([
  ['/page/node_modules/react/index.js', '/page/node_modules/react'],
  ['/page/node_modules/@a/b/lib/c.js?inline', '/page/node_modules/@a/b'],
  ['/page/node_modules/a/node_modules/b/c.js', '/page/node_modules/a/node_modules/b'],
  ['C:\\page\\node_modules\\a\\b.js', 'C:/page/node_modules/a'],
  ['\0/page/node_modules/a/b.js?commonjs-proxy', '/page/node_modules/a'],
  ['/page/src/main.tsx', null],
  ['\0rolldown/runtime.js', null],
])('takes %s for a part of %s', (id, folder) => {
  expect(packageFolder(id)).toBe(folder)
})

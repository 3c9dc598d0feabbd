import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** Code that breaks each rule once, and the file that the linter must name. */
const OFFENCES: readonly { rule: string; file: string; code: string }[] = [
  {
    rule: 'lab94(import-direction)',
    file: 'src/recipe/direction.ts',
    code: `import { cycleA } from '../engine/cycle-a.ts'\nexport const direction = cycleA`,
  },
  {
    rule: 'lab94(import-direction)',
    file: 'src/engine/wgsl/dynamic.ts',
    code: `export const load = () => import('../tfjs/engine.ts')`,
  },
  {
    rule: 'lab94(import-direction)',
    file: 'src/runs/package.ts',
    code: `export { useState } from 'react'`,
  },
  {
    rule: 'import(no-cycle)',
    file: 'src/engine/cycle-a.ts',
    code: `import { cycleB } from './cycle-b.ts'\nexport const cycleA = () => cycleB`,
  },
  {
    rule: 'import(no-cycle)',
    file: 'src/engine/cycle-b.ts',
    code: `import { cycleA } from './cycle-a.ts'\nexport const cycleB = () => cycleA`,
  },
  {
    rule: 'import(no-cycle)',
    file: 'src/engine/type-cycle-a.ts',
    code: `import type { B } from './type-cycle-b.ts'\nexport interface A {\n  readonly b: B\n}`,
  },
  {
    rule: 'import(no-cycle)',
    file: 'src/engine/type-cycle-b.ts',
    code: `import type { A } from './type-cycle-a.ts'\nexport interface B {\n  readonly a: A\n}`,
  },
  {
    rule: 'import(no-default-export)',
    file: 'src/data/default.ts',
    code: `export default 1`,
  },
  {
    rule: 'eslint(eqeqeq)',
    file: 'src/data/equal.ts',
    code: `export const isOne = (n: number) => n == 1`,
  },
  {
    rule: 'eslint(no-empty)',
    file: 'src/data/swallow.ts',
    code: `export function swallow() {\n  try {\n    JSON.parse('x')\n  } catch {}\n}`,
  },
  {
    rule: 'eslint(no-unused-vars)',
    file: 'src/data/unused.ts',
    code: `export const first = (one: number, two: number) => one`,
  },
  {
    rule: 'eslint(no-restricted-globals)',
    file: 'src/model/dom.ts',
    code: `export const title = () => document.title`,
  },
  {
    rule: 'typescript(no-restricted-types)',
    file: 'src/trainer/gpu.ts',
    code: `export const lose = (device: GPUDevice) => device.destroy()`,
  },
  {
    rule: 'typescript(no-explicit-any)',
    file: 'src/data/any.ts',
    code: `export type Anything = any`,
  },
  {
    rule: 'typescript(no-non-null-assertion)',
    file: 'src/data/non-null.ts',
    code: `export const sure = (n: number | null): number => n!`,
  },
  {
    rule: 'typescript(no-floating-promises)',
    file: 'src/data/floating.ts',
    code: `export function floating(done: Promise<void>) {\n  done.finally(() => {})\n}`,
  },
  {
    rule: 'typescript(no-misused-promises)',
    file: 'src/data/misused.ts',
    code: `export const misused = (done: Promise<boolean>) => {\n  if (done) return 1\n  return 2\n}`,
  },
  {
    rule: 'typescript(consistent-type-imports)',
    file: 'src/data/type-import.ts',
    code: `import { Anything } from './any.ts'\nexport const thing: Anything = 1`,
  },
  {
    rule: 'typescript(no-unsafe-member-access)',
    file: 'src/data/unsafe.ts',
    code: `export const length = (text: string): unknown => JSON.parse(text).length`,
  },
  {
    rule: 'typescript(switch-exhaustiveness-check)',
    file: 'src/data/switch.ts',
    code: `export function choose(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n  return 2\n}`,
  },
  {
    rule: 'react-hooks(rules-of-hooks)',
    file: 'src/ui/hook.tsx',
    code: `import { useState } from 'react'\nexport function Maybe({ on }: { on: boolean }) {\n  if (on) useState(0)\n  return null\n}`,
  },
  {
    rule: 'react-hooks(exhaustive-deps)',
    file: 'src/ui/deps.tsx',
    code: `import { useMemo } from 'react'\nexport function Double({ n }: { n: number }) {\n  return useMemo(() => 2 * n, [])\n}`,
  },
  {
    rule: 'vitest(no-focused-tests)',
    file: 'src/data/focused.test.ts',
    code: `import { expect, it } from 'vitest'\nit.only('is', () => {\n  expect(1).toBe(1)\n})`,
  },
]

const root = join(import.meta.dirname, '../..')
let folder = ''
let found: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab94-lint-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const shared of ['.oxlintrc.json', 'tsconfig.json', 'scripts/lint']) {
    await cp(join(root, shared), join(folder, shared), { recursive: true })
  }
  for (const { file, code } of OFFENCES) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), `${code}\n`)
  }
  found = await lint()
}, 60_000)

afterAll(() => rm(folder, { recursive: true }))

/** Every offence that the linter reports in the folder, as "file rule". */
function lint(): Promise<string[]> {
  const command = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', 'src']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: folder }, (_failed, stdout, stderr) => {
      try {
        const { diagnostics } = JSON.parse(stdout) as {
          diagnostics: { code: string; filename: string }[]
        }
        resolve(diagnostics.map(({ filename, code }) => `${filename} ${code}`))
      } catch {
        reject(new Error(`The linter's report cannot be read: ${stdout}${stderr}`))
      }
    })
  })
}

it.each(OFFENCES)('refuses $file by $rule', ({ rule, file }) => {
  expect(found).toContain(`${file} ${rule}`)
})

import { dirname, join, relative, sep } from 'node:path'
import { forbiddenFile, forbiddenPackage } from './import-rules.mjs'

/**
 * @typedef {{ source: { value?: unknown } | null }} Importing a syntax tree node that may name a module
 * @typedef {{
 *   cwd: string
 *   filename: string
 *   report(problem: { node: object, message: string }): void
 * }} Context the argument of an ESLint rule; the linter does not export its type
 */

/** A lint rule: imports under `src/`, in any form, must follow `import-rules.mjs`. */
const importDirection = {
  /** @param {Context} context */
  create(context) {
    const source = join(context.cwd, 'src')
    const from = toPosix(relative(source, context.filename))
    if (from.startsWith('../')) return {}

    /** @param {Importing} node */
    const check = (node) => {
      const specifier = node.source?.value
      if (typeof specifier !== 'string') return
      const message = specifier.startsWith('.')
        ? forbiddenFile(from, resolved(from, specifier))
        : forbiddenPackage(from, specifier)
      if (message !== null) context.report({ node, message })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    }
  },
}

/**
 * The imported file relative to `src/`, without Vite's query.
 *
 * @param {string} from
 * @param {string} specifier
 */
const resolved = (from, specifier) => toPosix(join(dirname(from), specifier.replace(/\?.*$/, '')))

/** @param {string} path */
const toPosix = (path) => path.split(sep).join('/')

export default { meta: { name: 'lab94' }, rules: { 'import-direction': importDirection } }

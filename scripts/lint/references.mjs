import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Folders whose Markdown files are checked and whose files documents may name. */
const FOLDERS = ['bench', 'docs', 'e2e', 'public', 'scripts', 'src', 'tools']

const CODE_FILE = '[\\w*.-]+\\.(?:ts|tsx|mjs|py|css|sh)'
/** `[text](target)` and `![text](target)`. */
const LINK = /\]\(([^()\s]+)\)/g
/** A path from the repository's root, in prose or code, that is not part of a URL or a longer path. */
const ROOT_PATH = new RegExp(`(?<![\\w/.@-])(?:${FOLDERS.join('|')})/[\\w./*-]*[\\w/*]`, 'g')
/** A source file in a code span, by its bare name or its path from the document's folder. */
const CODE_SPAN = new RegExp(`\`((?:[\\w*.-]+/)*${CODE_FILE})\``, 'g')
/** A name in a file: `Layer` in `src/model/layers.ts`. */
const NAME_IN_FILE = /`(\w+)` in `(src\/[\w./-]+)`/g
/** A document named in a source file, by its path from the root or its bare name. Packages have a LICENSE.md. */
const DOCUMENT = new RegExp(
  `(?<![\\w/.:@-])(?:(?:${FOLDERS.join('|')})/(?:[\\w-]+/)*)?(?!LICENSE)[\\w-]+\\.md\\b`,
  'g',
)
const SOURCE = /\.(ts|tsx|mjs|py|css|sh)$/
const TEST = /\.(test|spec)\.ts$/
/** A placeholder file name in a document: `x.test.ts`. */
const PLACEHOLDER = /^x\./

/**
 * The repository's files, as paths from its root with `/`: those in `FOLDERS` and those directly in the root.
 *
 * @param {string} root
 * @returns {string[]}
 */
function repositoryFiles(root) {
  const inFolders = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  )
  const inRoot = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile())
  return [...inFolders, ...inRoot.map(({ name }) => name)].map((path) =>
    path.replaceAll('\\', '/').replace(/^\//, ''),
  )
}

/**
 * A Markdown document's broken references: relative links and their headings, paths from the repository's root, source
 * files in code spans, and names that it says are in a file. One sentence each.
 *
 * @param {string} document its path from the repository's root
 * @param {readonly string[]} files the result of `repositoryFiles`
 * @param {(path: string) => string} read the text of a file
 * @returns {string[]}
 */
export function brokenReferences(document, files, read) {
  const text = read(document)
  const folder = dirname(document)
  const links = [...text.matchAll(LINK)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !leads(target, document, files, read))
  const rootPaths = [...text.matchAll(ROOT_PATH)]
    .map(([path]) => path)
    .filter((path) => !exists(path, files))
  const sources = [...text.matchAll(CODE_SPAN)]
    .map(([, path]) => path)
    .filter((path) => !PLACEHOLDER.test(path) && !isSource(path, folder, files))
  const names = [...text.matchAll(NAME_IN_FILE)].filter(
    ([, name, path]) => files.includes(path) && !new RegExp(`\\b${name}\\b`).test(read(path)),
  )
  return [
    ...links.map((target) => `${document} links to ${target}, which does not exist.`),
    ...[...new Set([...rootPaths, ...sources])].map(
      (path) => `${document} names ${path}, which does not exist.`,
    ),
    ...names.map(([, name, path]) => `${document} says that ${name} is in ${path}, but it is not.`),
  ]
}

/**
 * Whether the file or folder of a relative link exists and, if the link names a heading, the heading too.
 *
 * @param {string} target
 * @param {string} document
 * @param {readonly string[]} files
 * @param {(path: string) => string} read
 */
function leads(target, document, files, read) {
  const [path, heading] = target.split('#')
  const file = path === '' ? document : normalised(join(dirname(document), path))
  if (!exists(file, files)) return false
  return heading === undefined || headings(read(file)).includes(heading)
}

/**
 * The fragments that GitHub gives to a document's headings.
 *
 * @param {string} text
 */
const headings = (text) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )

/**
 * Whether a path from the root matches a file or folder; `*` matches any part of a name.
 *
 * @param {string} path
 * @param {readonly string[]} files
 */
function exists(path, files) {
  const pattern = new RegExp(`^${asPattern(path.replace(/\/$/, ''))}(/|$)`)
  return files.some((file) => pattern.test(file))
}

/**
 * @param {string} path
 * @param {string} folder
 * @param {readonly string[]} files
 */
function isSource(path, folder, files) {
  if (exists(path, files) || exists(normalised(join(folder, path)), files)) return true
  const anywhere = new RegExp(`(^|/)${asPattern(path)}$`)
  return !path.includes('/') && files.some((file) => anywhere.test(file))
}

/** @param {string} path */
const asPattern = (path) => path.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')

/** @param {string} path */
const normalised = (path) => path.replaceAll('\\', '/').replace(/\/$/, '')

/**
 * The broken references in a repository's Markdown documents, and in code that names a document.
 *
 * @param {string} root with a separator at its end
 */
export function allBrokenReferences(root) {
  const files = repositoryFiles(root)
  /** @param {string} path */
  const read = (path) => readFileSync(join(root, path), 'utf8')
  const documents = files.filter((file) => file.endsWith('.md'))
  const sources = files.filter((file) => SOURCE.test(file) && !TEST.test(file))
  return [
    ...documents.flatMap((document) => brokenReferences(document, files, read)),
    ...sources.flatMap((source) => missingDocuments(source, files, read(source))),
  ]
}

/**
 * The documents that a source file names but that do not exist. One sentence each.
 *
 * @param {string} source its path from the repository's root
 * @param {readonly string[]} files
 * @param {string} text
 * @returns {string[]}
 */
export const missingDocuments = (source, files, text) =>
  [...text.matchAll(DOCUMENT)]
    .map(([name]) => name)
    .filter((name) => !files.includes(name))
    .map((name) => `${source} names ${name}, which does not exist.`)

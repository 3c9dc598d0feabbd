import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Plugin } from 'vite'

/** Beside the built page: the texts of the licences of all packages that it contains code of. */
export const LICENCES_FILE = 'licences.txt'

const PackageSchema = v.object({ name: v.string(), version: v.string(), license: v.string() })

/**
 * Plugins that write the licences of bundled packages. Vite's own list lacks those of workers, which are bundled apart:
 * `ofWorkers` notes what is in them for `ofPage`, which writes the file.
 */
export function licences(): { ofPage: Plugin; ofWorkers: () => Plugin[] } {
  const folders = new Set<string>()
  const note = (bundle: Bundle, root: string) => {
    for (const id of Object.values(bundle).flatMap((file) => sourcesOf(file, root))) {
      const folder = packageFolder(id)
      if (folder !== null) folders.add(folder)
    }
  }
  return {
    ofPage: {
      name: 'lab94:licences',
      apply: 'build',
      generateBundle(_, bundle) {
        note(bundle, this.environment.config.root)
        this.emitFile({ type: 'asset', fileName: LICENCES_FILE, source: licencesText(folders) })
      },
    },
    ofWorkers: () => [
      {
        name: 'lab94:worker-licences',
        apply: 'build',
        generateBundle(_, bundle) {
          note(bundle, this.environment.config.root)
        },
      },
    ],
  }
}

type Bundle = Readonly<
  Record<
    string,
    | { readonly type: 'chunk'; readonly moduleIds: readonly string[] }
    | { readonly type: 'asset'; readonly originalFileNames: readonly string[] }
  >
>

/** What a file was made from: modules, or what a style sheet names, such as fonts. */
const sourcesOf = (file: Bundle[string], root: string): string[] =>
  file.type === 'chunk'
    ? [...file.moduleIds]
    : file.originalFileNames.map((name) => join(root, name))

/** The folder of the package that a module belongs to; null for the project's own. */
export function packageFolder(id: string): string | null {
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))
  return found?.[1].replace(/^\0/, '') ?? null
}

/** A heading and the licence's text for each package. */
function licencesText(folders: ReadonlySet<string>): string {
  const sections = [...folders].map((folder) => {
    const described: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { name, version, license } = v.parse(PackageSchema, described)
    return `## ${name} ${version} (${license})\n\n${licenceText(folder)}\n`
  })
  return `# Licences of the packages in this page\n\n${sections.sort().join('\n')}`
}

function licenceText(folder: string): string {
  const name = readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file))
  return name === undefined
    ? 'The package has no file with the text of this licence.'
    : readFileSync(join(folder, name), 'utf8').trim()
}

// `node scripts/headless.mjs NAME [arguments]` bundles and runs a program: `train`, `sweep`, `plan`, `profile`,
// `bench`, `shader-stats`.
import { rmSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { installDependencies } from './requirements/install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [name, ...rest] = process.argv.slice(2)
installDependencies(root)

// Imported only now, since the line above may have installed it.
const { bundleHeadless } = await import('./bundle/bundle-headless.mjs')
const program = await bundleHeadless(root, name)
process.on('exit', () => rmSync(program.folder, { recursive: true, force: true }))
process.argv = [process.argv[0], program.module, ...rest]
await import(pathToFileURL(program.module).href)

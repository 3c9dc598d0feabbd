import { join } from 'node:path'
import type { Connect, Plugin } from 'vite'
import { MANIFEST_FOLDER } from '../source/manifest.ts'
import { DatasetServer } from './dataset-server.ts'

interface Server {
  readonly config: { readonly root: string; readonly base: string; readonly logger: Logger }
  readonly middlewares: Connect.Server
}

interface Logger {
  info(line: string): void
}

/** Makes Vite's dev and preview servers serve the full data set, see `DatasetServer`. */
export function cifar10Server(): Plugin {
  return {
    name: 'lab94:cifar-10',
    config: ({ root = process.cwd() }) => ({
      // Data files aren't part of the page, so they don't trigger reloads.
      server: { watch: { ignored: [join(root, 'data', '**')] } },
    }),
    configureServer: serve,
    configurePreviewServer: serve,
  }
}

function serve({ config: { root, base, logger }, middlewares }: Server): void {
  const dataset = new DatasetServer({ root, print: (line) => logger.info(`  ${line}`) })
  void dataset.open()
  middlewares.use(`${base}${MANIFEST_FOLDER.slice(0, -1)}`, (request, response) => {
    const path = (request.url ?? '').replace(/[?#].*$/, '').replace(/^\//, '')
    dataset.handle(path, request, response)
  })
}

// `npm start`: installs what is missing, builds the page and serves it to this computer only.
import { fileURLToPath } from 'node:url'
import { argumentsOrExit, parseStartArguments } from './arguments.mjs'
import { canOpenBrowser } from './serve/browser.mjs'
import { installDependencies } from './requirements/install.mjs'
import { freePort } from './serve/ports.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const wanted = argumentsOrExit(() => parseStartArguments(process.argv.slice(2)))
installDependencies(root)

// Imported only now, since the line above may have installed it.
const { build, preview } = await import('vite')
console.log('Building the page ...')
await build({ root, logLevel: 'warn' })

const port = await freePort(wanted.port)
const url = `http://localhost:${port}`
const server = await preview({
  root,
  preview: {
    // Not reachable from other computers, because it serves files of this one.
    host: '127.0.0.1',
    port,
    strictPort: true,
    // The full address: Vite would open 127.0.0.1, for which a browser stores other runs than for localhost.
    open: wanted.open && canOpenBrowser(process.env, process.platform) ? url : false,
  },
})
// Not `once`: npm forwards the signal that the terminal has already sent to this process.
process.on('SIGINT', () => {
  void server.close().finally(() => process.exit(0))
})

if (port !== wanted.port) {
  console.log(
    `Port ${wanted.port} is not free, so lab94 uses ${port}. Browsers store runs and data per port: ` +
      `what is stored under ${wanted.port} is only visible there.`,
  )
}
console.log(`lab94 is at ${url} (press Ctrl-C to stop it)`)

// `npm start`: installs what is missing, builds the page and serves it to this computer alone.
import { fileURLToPath } from 'node:url'
import { argumentsOrExit, parseStartArguments } from './arguments.mjs'
import { canOpenBrowser } from './serve/browser.mjs'
import { installDependencies } from './requirements/install.mjs'
import { freePort } from './serve/ports.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const wanted = argumentsOrExit(() => parseStartArguments(process.argv.slice(2)))
installDependencies(root)

// Only now, since it may have been installed just above.
const { build, preview } = await import('vite')
console.log('Building the page ...')
await build({ root, logLevel: 'warn' })

const port = await freePort(wanted.port)
const url = `http://localhost:${port}`
const server = await preview({
  root,
  preview: {
    // Not reachable from other computers: it serves files of this one.
    host: '127.0.0.1',
    port,
    strictPort: true,
    // The whole address, since Vite would open 127.0.0.1, for which a browser stores other runs than for localhost.
    open: wanted.open && canOpenBrowser(process.env, process.platform) ? url : false,
  },
})
// Not `once`: npm passes on the signal that the terminal has already sent to this process.
process.on('SIGINT', () => {
  void server.close().finally(() => process.exit(0))
})

if (port !== wanted.port) {
  console.log(
    `Port ${wanted.port} is not free, so this is ${port}. Browsers store runs and data per port: ` +
      `what was stored under ${wanted.port} shows there only.`,
  )
}
console.log(`lab94 is at ${url} (Ctrl-C ends it)`)

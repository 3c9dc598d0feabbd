import { createServer } from 'node:net'

/** Both, because a browser may resolve "localhost" to either, and another server on one of them would answer instead. */
const LOOPBACKS = ['127.0.0.1', '::1']

/**
 * The first free port from `wanted` on. Throws if there is none up to 65535.
 *
 * @param {number} wanted
 * @returns {Promise<number>}
 */
export async function freePort(wanted) {
  for (let port = wanted; port <= 65_535; port++) {
    const free = await Promise.all(LOOPBACKS.map((host) => canListen(port, host)))
    if (free.every(Boolean)) return port
  }
  throw new Error(`No port from ${wanted} to 65535 is free.`)
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
const canListen = (port, host) =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      // A computer without IPv6 has no such address, so nothing listens on it.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true)
      else reject(error)
    })
    server.listen({ port, host }, () => server.close(() => resolve(true)))
  })

import { createServer, type AddressInfo, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, expect, it } from 'vitest'
import { freePort } from './ports.mjs'

const servers: Server[] = []

/** Listens on a port that the system chooses. */
async function occupy(host: string): Promise<number> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen({ port: 0, host }, resolve))
  return (server.address() as AddressInfo).port
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise((resolve) => server.close(resolve))
  }
})

it('uses the wanted port if it is free', async () => {
  const port = await occupy('127.0.0.1')
  await new Promise((resolve) => servers.pop()?.close(resolve))
  expect(await freePort(port)).toBe(port)
})

const loopbacks = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, address }) => internal && ['127.0.0.1', '::1'].includes(address))
  .map(({ address }) => address)

it.each([...loopbacks, '0.0.0.0'])('skips a port that is taken on %s', async (host) => {
  const port = await occupy(host)
  expect(await freePort(port)).toBeGreaterThan(port)
})

it('fails if no port is left', async () => {
  await expect(freePort(65_536)).rejects.toThrow('65536')
})

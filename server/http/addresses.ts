import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'

/** Whose word about the caller's address counts, for requests that become sockets and never pass through the framework: the same reading as its own `request.ip`. */
export function addressReader(trustProxy: string | undefined): (request: IncomingMessage) => string {
  const trusted =
    trustProxy === undefined ? () => false : proxyAddr.compile(trustProxy.split(',').map((each) => each.trim()))
  return (request) => proxyAddr(request, trusted) ?? ''
}

import ipaddr from 'ipaddr.js'

/** Addresses that this Halo may fetch from although they are not public: single ones and ranges, as a setting names them. */
export type Allowed = readonly string[]

/**
 * Whether a page may be fetched from this address. Only addresses of the public internet: whoever adds a source, or writes a page that redirects, must not be
 * able to read this machine, its network, or a cloud's metadata through Halo.
 */
export function mayFetchFrom(address: string, allowed: Allowed = []): boolean {
  if (!ipaddr.isValid(address)) return false
  // "::ffff:10.0.0.1" is 10.0.0.1 in other clothes.
  const parsed = ipaddr.process(address)
  return isPublic(parsed) || allowed.some((range) => isWithin(parsed, range))
}

/** IPv6 addresses that carry an IPv4 one (NAT64, 6to4, Teredo) are ranges of their own here, and refused with the rest. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  // Of IPv6 only this eighth was ever handed out (RFC 4291, IANA); the rest may be anybody's next week.
  return address.kind() === 'ipv4' || isWithin(address, '2000::/3')
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  const [network, bits] = rangeOf(range)
  return network.kind() === address.kind() && address.match(network as ipaddr.IPv4 & ipaddr.IPv6, bits)
}

function rangeOf(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (range.includes('/')) return ipaddr.parseCIDR(range)
  const address = ipaddr.parse(range)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Whether this names an address or a range, for the setting's check. */
export function isRange(range: string): boolean {
  return range.includes('/') ? ipaddr.isValidCIDR(range) : ipaddr.isValid(range)
}

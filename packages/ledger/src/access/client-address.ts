import { BlockList, isIP } from 'node:net'

/**
 * Reads the client's address: from the connection, or from `X-Forwarded-For` if the connection comes from a proxy that
 * the operator named (threat model F7).
 *
 * @param trusted Addresses or networks of proxies (`10.0.0.0/8, ::1`), `loopback`, or a number of hops that every
 *   request passes. Empty: no proxy. Throws a sentence if it is anything else.
 */
export function clientAddress(
  trusted: string,
): (connection: string | null, forwarded: string | null) => string | null {
  const hops = /^[1-9]$/.test(trusted.trim()) ? Number(trusted) : 0
  const proxies = hops ? new BlockList() : blockListOf(trusted)
  const isProxy = (address: string) =>
    trusted !== '' && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (connection, forwarded) => {
    const own = plain(connection ?? '')
    if (!own || !(hops || isProxy(own))) return own
    const chain = (forwarded ?? '').split(',').map(plain)
    if (hops) return chain.at(-hops) || own
    // From the right: each trusted proxy wrote down who came to it; the first stranger is the client.
    let client: string | null = own
    for (const address of chain.reverse()) {
      if (!address) break
      client = address
      if (!isProxy(address)) break
    }
    return client
  }
}

function blockListOf(trusted: string): BlockList {
  const list = new BlockList()
  for (const item of trusted
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean)) {
    const [address = '', prefix, ...more] = item.split('/')
    const version = isIP(address)
    const family = version === 6 ? 'ipv6' : 'ipv4'
    const bits = Number(prefix)
    if (item === 'loopback') {
      list.addSubnet('127.0.0.0', 8, 'ipv4')
      list.addAddress('::1', 'ipv6')
    } else if (version && prefix === undefined) {
      list.addAddress(address, family)
    } else if (
      version &&
      !more.length &&
      /^\d{1,3}$/.test(prefix ?? '') &&
      bits <= (version === 6 ? 128 : 32)
    ) {
      list.addSubnet(address, bits, family)
    } else {
      throw new Error('[ledger] trust proxy: expected addresses, networks, loopback or a number of hops.')
    }
  }
  return list
}

/** An address without its port and without the IPv6 dress of IPv4; `null` if it is none. */
function plain(text: string): string | null {
  const address = text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return isIP(address) ? address : null
}

/** Whether a connection's address is this machine's own. */
export function isThisMachine(connection: string): boolean {
  const address = plain(connection)
  return address !== null && networkOf(address) === null
}

/** The network that an address is counted with: /24 or /48. `null` for this machine itself, which is not counted. */
export function networkOf(address: string): string | null {
  if (isIP(address) === 4) return address.startsWith('127.') ? null : address.split('.').slice(0, 3).join('.')
  if (address === '::1') return null
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...zeros, ...right]
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

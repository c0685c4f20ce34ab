// Which addresses a webhook may be sent to. An endpoint is a URL that somebody enters, so it must not lead into the network of the bot: its
// host is resolved once, every address it has is checked, and the connection goes to the address that was checked.
import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The addresses that the whole internet cannot reach (IANA's special-purpose registries). */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) special.addSubnet(network, prefix, 'ipv4'); // prettier-ignore
// IPv6 has one range for the internet; these lie in it, or carry IPv4 addresses
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');
const specialIpv6 = new BlockList();
for (const [network, prefix] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const)
  specialIpv6.addSubnet(network, prefix, 'ipv6'); // prettier-ignore

/** Tells whether the whole internet can reach an IP address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  return family === 6 && globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
}

/** Thrown when a host leads somewhere a webhook may not be sent to. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress';
}

/** Resolves a host as `dns.lookup` does. */
export type Resolve = (host: string, options: LookupOptions, done: (error: Error | null, found: LookupAddress[]) => void) => void;

const resolveAll: Resolve = (host, options, done) => resolve(host, { ...options, all: true }, done);

/**
 * Makes the `lookup` of a connection. It fails if any address of the host is not public, so that a host cannot answer with one that is and be
 * called at another.
 */
export function publicLookup(resolveHost: Resolve = resolveAll): LookupFunction {
  return (host, options, done) => {
    resolveHost(host, options, (error, found) => {
      if (error) return done(error, [], 0);
      const [first] = found;
      if (!first || !found.every(({ address }) => isPublicAddress(address)))
        return done(new ForbiddenAddress('the host leads to an address that is not public'), [], 0);
      if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}

/** Returns the IP address that is written as a host, without the brackets of IPv6; null for a name. */
export function writtenAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? null : bare;
}

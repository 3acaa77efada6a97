import { lookup as dnsLookup, LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP, LookupFunction } from 'node:net';
import { InputError } from '@backstage/errors';

const BLOCKED = new BlockList();
BLOCKED.addSubnet('169.254.0.0', 16, 'ipv4'); // link-local: cloud metadata services
BLOCKED.addSubnet('fe80::', 10, 'ipv6'); // link-local
BLOCKED.addAddress('fd00:ec2::254', 'ipv6'); // AWS metadata over IPv6
BLOCKED.addAddress('100.100.100.200', 'ipv4'); // Alibaba Cloud metadata
BLOCKED.addAddress('168.63.129.16', 'ipv4'); // Azure's platform address
BLOCKED.addSubnet('0.0.0.0', 8, 'ipv4'); // "this host": not an address to connect to
BLOCKED.addAddress('::', 'ipv6');

/** True for link-local and metadata addresses, also when written as IPv4-mapped IPv6. */
export function isBlockedAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return BLOCKED.check(address, 'ipv4');
    case 6:
      return BLOCKED.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * Checks a configured base URL: http or https, no user info, query or
 * fragment, and no blocked address written as a number.
 *
 * @param key - configuration key or other name of the URL, for the message
 * @throws InputError
 */
export function checkedBaseUrl(key: string, value: string): URL {
  if (!URL.canParse(value)) {
    throw new InputError(`${key} is not a URL`);
  }
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new InputError(`${key} must be an http or https URL`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InputError(
      `${key} must have no user name, password, query or fragment`,
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isBlockedAddress(host)) {
    throw new InputError(
      `${key} points at a link-local or metadata address, which is blocked`,
    );
  }
  return url;
}

type LookupDone = (
  error: NodeJS.ErrnoException | null,
  addresses: LookupAddress[],
) => void;

const underway = new Map<string, LookupDone[]>();

/**
 * Look-ups of one name that are under way at the same time are one: Node has
 * four threads for them and for files, and a name server that does not answer
 * holds each for seconds.
 */
function lookupOnce(
  hostname: string,
  options: LookupOptions,
  done: LookupDone,
) {
  const key = JSON.stringify([hostname, options.family, options.hints]);
  const waiting = underway.get(key);
  if (waiting) {
    waiting.push(done);
    return;
  }
  const all = [done];
  underway.set(key, all);
  dnsLookup(hostname, { ...options, all: true }, (error, result) => {
    underway.delete(key);
    const addresses = Array.isArray(result) ? result : [];
    all.forEach(each => each(error, addresses));
  });
}

/** True while the name of a host is being looked up. */
export function isLookedUp(hostname: string): boolean {
  return [...underway.keys()].some(key => JSON.parse(key)[0] === hostname);
}

/**
 * A DNS look-up for `net.connect` that answers an error instead of a blocked
 * address. The address that was checked is the one that is connected to.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookupOnce(hostname, options, (error, addresses) => {
    if (error) {
      callback(error, '');
      return;
    }
    if (addresses.some(({ address }) => isBlockedAddress(address))) {
      const blocked: NodeJS.ErrnoException = new Error(
        `${hostname} resolves to a blocked address`,
      );
      blocked.code = 'EBLOCKED';
      callback(blocked, '');
    } else if (options.all) {
      callback(null, addresses);
    } else {
      callback(null, addresses[0].address, addresses[0].family);
    }
  });
};

/**
 * Whether a host name or address can only mean this machine.
 * Takes `localhost`, 127.0.0.0/8 and `::1`, with or without brackets. An empty host is not loopback: servers read it as
 * "every interface".
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return (
    name === 'localhost' ||
    name === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}

/** Whether a URL names a loopback host. Text that is no URL is not loopback. */
export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

/** Whether the value of a `Host` header (`host` or `host:port`) names a loopback host. */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  return header !== undefined && isLoopbackUrl(`http://${header}`);
}

/** True when the Host header names loopback: a page whose name was bound again to 127.0.0.1 has another one. */
export function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host ?? '');
}

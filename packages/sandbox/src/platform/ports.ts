import { AddressInfo, createServer } from 'node:net';

/** Holds a free loopback port until the returned function is called. */
function hold(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        free: () => new Promise(done => server.close(() => done())),
      });
    });
  });
}

/**
 * Ports on loopback: a row from `base` on, or as many free ones when it is 0.
 * They are known before anything listens, so that the portal can be told of
 * them while the sandbox is still at work.
 */
export async function choosePorts(
  base: number,
  count: number,
): Promise<number[]> {
  if (base !== 0) return Array.from({ length: count }, (_, at) => base + at);
  const held = await Promise.all(Array.from({ length: count }, hold));
  await Promise.all(held.map(({ free }) => free()));
  return held.map(({ port }) => port);
}

import { AddressInfo, createServer } from 'node:net';

/** Holds a loopback port, any free one for 0, until the returned function is called. */
function hold(
  wanted: number,
): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        free: () => new Promise(done => server.close(() => done())),
      });
    });
  });
}

async function holdAll(wanted: readonly number[]): Promise<number[]> {
  const tried = await Promise.allSettled(wanted.map(hold));
  const held = tried.flatMap(one =>
    one.status === 'fulfilled' ? [one.value] : [],
  );
  await Promise.all(held.map(({ free }) => free()));
  const failed = tried.find(one => one.status === 'rejected');
  if (failed) throw failed.reason;
  return held.map(({ port }) => port);
}

/**
 * Ports on loopback: a row from `base` on; when it is 0, those of before if
 * all are free, else any free ones. They are known before anything listens,
 * so that the portal can be told of them while the sandbox is still at work.
 */
export async function choosePorts(
  base: number,
  count: number,
  before: readonly number[] = [],
): Promise<number[]> {
  if (base !== 0) return Array.from({ length: count }, (_, at) => base + at);
  const anyFree = () => holdAll(Array.from({ length: count }, () => 0));
  return before.length === count ? holdAll(before).catch(anyFree) : anyFree();
}

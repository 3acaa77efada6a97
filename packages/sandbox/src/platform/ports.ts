import { randomInt } from 'node:crypto';
import { AddressInfo, createServer } from 'node:net';

/**
 * Where free ports are looked for. Below the range that the system gives to
 * outgoing connections and to whoever asks for any port (32768 and up): nobody
 * is given one of ours between choosing and listening, or while the sandbox is
 * down. Above port 10080, to which browsers do not talk.
 */
const FIRST = 11_000;
const LAST = 19_999;
const ATTEMPTS = 100;

/** Holds a loopback port until the returned function is called. */
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

const row = (base: number, count: number) =>
  Array.from({ length: count }, (_, at) => base + at);

async function freeRow(count: number): Promise<number[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await holdAll(row(randomInt(FIRST, LAST - count + 2), count));
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/**
 * Ports on loopback: a row from `base` on; when it is 0, those of before if
 * all are free, else any free ones. They are known before anything listens,
 * so that the portal can be notified of them while the sandbox is still at work.
 */
export async function choosePorts(
  base: number,
  count: number,
  before: readonly number[] = [],
): Promise<number[]> {
  if (base !== 0) return row(base, count);
  return before.length === count
    ? holdAll(before).catch(() => freeRow(count))
    : freeRow(count);
}

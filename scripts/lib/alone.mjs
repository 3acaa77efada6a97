import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, relative } from 'node:path';
import { STATE } from './paths.mjs';
import { Failure } from './say.mjs';

/** Relative where it can be: the path of a socket may have about a hundred characters. */
const address = () =>
  process.platform === 'win32'
    ? join('\\\\?\\pipe', STATE, 'start')
    : relative(process.cwd(), join(STATE, 'start.sock'));

/**
 * False when the address is taken, by a process or by what one left behind. A
 * folder that can hold no socket is no reason not to start.
 */
function listens(server, path) {
  return new Promise(resolve => {
    server.once('error', error => resolve(error.code !== 'EADDRINUSE'));
    server.listen(path, () => resolve(true));
  });
}

/** What the process at this address says; undefined when there is none. */
function answerOf(path) {
  return new Promise(resolve => {
    let text = '';
    connect(path)
      .on('data', chunk => (text += chunk))
      .on('end', () => resolve(text))
      .on('error', () => resolve(undefined));
  });
}

/**
 * Makes this the only start of this folder until the process ends: a second one
 * would install into the same node_modules, write to the same databases, and
 * take the real stack down with it when it ends.
 *
 * @param {number} port of the portal, for whoever comes second
 * @throws {Failure} when another start of this folder runs
 */
export async function claimFolder(port) {
  mkdirSync(STATE, { recursive: true, mode: 0o700 });
  const path = address();
  const server = createServer(socket => socket.end(String(port)));
  server.unref();
  if (await listens(server, path)) return;
  const other = await answerOf(path);
  if (other === undefined) {
    // Left behind by a process that was killed.
    rmSync(path, { force: true });
    if (await listens(server, path)) return;
  }
  throw new Failure(
    `Slipway is being started or runs from this folder already${
      other ? `, on port ${other}` : ''
    }.`,
    'End that one (Ctrl+C in its terminal) and run the same command again.',
  );
}

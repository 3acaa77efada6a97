import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, relative } from 'node:path';
import { STATE } from './paths.mjs';
import { Failure } from './say.mjs';

/** Relative where it can be: the path of a socket may have about a hundred characters. */
const address = () =>
  process.platform === 'win32'
    ? join('\\\\?\\pipe', STATE, 'start')
    : relative(process.cwd(), join(STATE, 'start.sock'));

/** Where the start that runs writes who it is: it may be stopped, and answer nothing. */
const OWNER = join(STATE, 'start.json');

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

/** True when a process listens at this address, busy or stopped as it may be. */
function isTaken(path) {
  return new Promise(resolve => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** What the start that runs has written about itself. */
function readOwner() {
  try {
    return JSON.parse(readFileSync(OWNER, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * Makes this the only start of this folder until the process ends: a second one
 * would install into the same node_modules, write to the same databases, and
 * take the real stack down with it when it ends.
 *
 * @param {number | ''} port of the portal, for whoever comes second
 * @throws {Failure} when another start of this folder runs
 */
export async function claimFolder(port) {
  mkdirSync(STATE, { recursive: true, mode: 0o700 });
  const path = address();
  const server = createServer(socket => socket.end());
  server.unref();
  let claimed = await listens(server, path);
  if (!claimed && !(await isTaken(path))) {
    // Left behind by a process that was killed.
    rmSync(path, { force: true });
    claimed = await listens(server, path);
  }
  if (claimed) {
    try {
      writeFileSync(OWNER, JSON.stringify({ pid: process.pid, port }));
    } catch {
      // A full disk: whoever comes second is refused without a pid.
    }
    return;
  }
  const { pid, port: other } = readOwner();
  throw new Failure(
    `Slipway is being started or runs from this folder already${
      pid ? `: process ${pid}` : ''
    }${other ? `, on port ${other}` : ''}.`,
    `End that one (Ctrl+C in its terminal${
      pid ? `, or kill ${pid}` : ''
    }) and run the same command again.`,
  );
}

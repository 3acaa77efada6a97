import { isError } from '@backstage/errors';

/** Why a database cannot be used right now, without anything that the caller did. */
export type StorageProblem =
  | 'full'
  | 'read-only'
  | 'input/output error'
  | 'cannot be opened'
  | 'unreachable';

/** Result codes of SQLite, without their extension: `SQLITE_IOERR_WRITE` is an `SQLITE_IOERR`. */
const SQLITE: Array<[prefix: string, problem: StorageProblem]> = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_IOERR', 'input/output error'],
  ['SQLITE_CANTOPEN', 'cannot be opened'],
];

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const POSTGRES: Array<[prefix: string, problem: StorageProblem]> = [
  ['53100', 'full'],
  ['25006', 'read-only'],
  ['58030', 'input/output error'],
  // Connection exceptions, too many connections, shutdown, crash, still starting.
  ['08', 'unreachable'],
  ['53300', 'unreachable'],
  ['57P0', 'unreachable'],
];

/** Of the operating system, from the file or the socket. */
const SYSTEM: Record<string, StorageProblem> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EIO: 'input/output error',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
};

/** What drivers and knex say without a code. */
const SILENT: Array<[words: RegExp, problem: StorageProblem]> = [
  [
    /^Connection terminated|^Knex: Timeout acquiring a connection/,
    'unreachable',
  ],
  [/^Cannot open database/, 'cannot be opened'],
];

/** What is wrong with the database; undefined when the statement itself was refused. */
export function storageProblemOf(error: unknown): StorageProblem | undefined {
  if (!isError(error)) return undefined;
  const { code } = error;
  if (typeof code !== 'string') {
    return SILENT.find(([words]) => words.test(error.message))?.[1];
  }
  const known = code.startsWith('SQLITE_') ? SQLITE : POSTGRES;
  return SYSTEM[code] ?? known.find(([prefix]) => code.startsWith(prefix))?.[1];
}

const SENTENCES: Record<StorageProblem, string> = {
  full: 'The disk that holds the database of the portal is full, so nothing can be written. Free space on it; the portal recovers by itself.',
  'read-only':
    'The database of the portal is read-only, so nothing can be written. Make its disk writable; the portal recovers by itself.',
  'input/output error':
    'The disk that holds the database of the portal reports errors. Look at the disk and at the log of the portal.',
  'cannot be opened':
    'The database of the portal cannot be opened or written. Look at its directory (space, free inodes, permissions); the portal recovers by itself.',
  unreachable:
    'The database of the portal does not answer. Start it or make it reachable; the portal recovers by itself.',
};

/** The problem in a sentence for everybody: neither paths nor addresses nor SQL. */
export function describeStorageProblem(problem: StorageProblem): string {
  return SENTENCES[problem];
}

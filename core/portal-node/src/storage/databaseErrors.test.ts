import { describeStorageProblem, storageProblemOf } from './databaseErrors';

const failing = (code: string | undefined, message = 'failed') =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

describe('storageProblemOf', () => {
  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_READONLY_DIRECTORY', 'read-only'],
    ['SQLITE_IOERR_WRITE', 'input/output error'],
    ['SQLITE_CANTOPEN', 'cannot be opened'],
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EROFS', 'read-only'],
    ['ECONNREFUSED', 'unreachable'],
    // PostgreSQL: disk full, read-only transaction, connection failure, shutdown, too many connections.
    ['53100', 'full'],
    ['25006', 'read-only'],
    ['08006', 'unreachable'],
    ['57P01', 'unreachable'],
    ['53300', 'unreachable'],
    // What a statement did wrong.
    ['SQLITE_CONSTRAINT_UNIQUE', undefined],
    ['SQLITE_BUSY', undefined],
    ['SQLITE_CORRUPT', undefined],
    ['23505', undefined],
    ['22P02', undefined],
  ])('%s is %s', (code, problem) => {
    expect(storageProblemOf(failing(code))).toBe(problem);
  });

  it.each([
    ['Connection terminated unexpectedly', 'unreachable'],
    [
      'Knex: Timeout acquiring a connection. The pool is probably full.',
      'unreachable',
    ],
    [
      'Cannot open database because the directory does not exist',
      'cannot be opened',
    ],
    ['something else', undefined],
  ])('without a code, "%s" is %s', (message, problem) => {
    expect(storageProblemOf(failing(undefined, message))).toBe(problem);
  });

  it('knows nothing of what is no error', () => {
    expect(storageProblemOf('SQLITE_FULL')).toBeUndefined();
  });
});

describe('describeStorageProblem', () => {
  it('says what to do', () => {
    expect(describeStorageProblem('full')).toMatch(/is full.*Free space/);
    expect(describeStorageProblem('unreachable')).toMatch(/does not answer/);
  });
});

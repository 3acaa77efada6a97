import { isError } from '@backstage/errors';

/**
 * Words with which SQLite and its driver refuse a value rather than fail.
 *
 * @see https://www.sqlite.org/limits.html
 */
const SQLITE_REFUSALS = [
  'too many SQL variables',
  'Expression tree is too large',
  'too many terms in compound SELECT',
  'LIKE or GLOB pattern too complex',
  'parser stack overflow',
  'string or blob too big',
  'integer overflow',
  'malformed JSON',
  'SQLite3 can only bind numbers, strings, bigints, buffers, and null',
];

/**
 * True for an error by which a database, or its driver, says that a value of
 * the request does not fit: PostgreSQL's classes 22 (data exception), 23
 * (integrity constraint violation) and 54 (program limit exceeded), and what
 * SQLite says in such a case.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isRefusedValue(error: unknown): boolean {
  if (!isError(error)) return false;
  const { code, message } = error;
  if (error.constructor.name === 'DatabaseError') {
    return typeof code === 'string' && /^(22|23|54)[0-9A-Z]{3}$/.test(code);
  }
  if (typeof code === 'string' && code.startsWith('SQLITE_')) {
    return (
      /^SQLITE_(MISMATCH|TOOBIG|RANGE|CONSTRAINT)/.test(code) ||
      (code === 'SQLITE_ERROR' && hasWords(message))
    );
  }
  // The driver refuses a type before SQLite sees it; knex puts the statement before its words.
  return (
    (error.name === 'TypeError' || error.name === 'RangeError') &&
    hasWords(message)
  );
}

function hasWords(message: string): boolean {
  return SQLITE_REFUSALS.some(words => message.includes(words));
}

/**
 * True for an error by which a database says that the request collides with
 * what is stored, or with another part of itself.
 */
export function isCollision(error: unknown): boolean {
  if (!isError(error) || typeof error.code !== 'string') return false;
  return (
    (error.constructor.name === 'DatabaseError' && error.code === '23505') ||
    /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(error.code)
  );
}

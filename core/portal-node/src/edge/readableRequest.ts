import { InputError, NotFoundError } from '@backstage/errors';
import { Request, RequestHandler } from 'express';

/** Deepest nesting of a JSON body. The deepest that the portal's own pages send is a template, at about 20. */
export const MAX_DEPTH = 100;

/**
 * Refuses requests that nothing behind it could read: addresses with broken
 * escapes or NUL characters, which databases and file systems do not take, and
 * JSON bodies so deep that walking them ends the stack.
 */
export const readableRequest: RequestHandler = (req, _res, next) => {
  const error = unreadable(req.originalUrl);
  if (error) {
    next(error);
    return;
  }
  checkBodyWhenParsed(req);
  next();
};

/** Why an address cannot be read; undefined when it can. */
export function unreadable(url: string): Error | undefined {
  const [path] = url.split('?', 1);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return new InputError(
      'The path has a broken escape: write each special character as % and two hexadecimal digits of its UTF-8 form',
    );
  }
  if (decoded.includes('\0') || /%00/.test(url)) {
    return new InputError(
      'The address has a NUL character (%00): leave it out',
    );
  }
  // Other spellings of an API path would be answered with the page of the app.
  const plain = decoded.replace(/[/\\]+/g, '/');
  if (/^\/api(\/|$)/i.test(plain) && !/^\/api(\/[^/]|\/?$)/i.test(path)) {
    return new NotFoundError(
      `There is no route ${path.slice(0, 200)}: check the path`,
    );
  }
  return undefined;
}

/**
 * Each plugin parses bodies with a parser and a limit of its own, so the body
 * is checked at the moment when a parser sets it. Parsers pass on what is
 * thrown here as status 400.
 */
function checkBodyWhenParsed(req: Request): void {
  let body: unknown = req.body;
  Object.defineProperty(req, 'body', {
    configurable: true,
    enumerable: true,
    get: () => body,
    set(value: unknown) {
      if (depthExceeds(value, MAX_DEPTH)) {
        throw new InputError(
          `The body is nested more than ${MAX_DEPTH} levels deep: send a flatter one`,
        );
      }
      body = value;
    },
  });
}

/** True when lists and objects are nested more than `limit` levels deep. Walks without recursion. */
export function depthExceeds(value: unknown, limit: number): boolean {
  let level = [value].filter(isNested);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap(Object.values).filter(isNested);
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}

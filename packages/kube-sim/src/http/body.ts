import { IncomingMessage } from 'node:http';
import { isRecord } from '../store/json';
import { badRequest } from '../store/status';
import { ApiError, Json } from '../store/types';
import { Body } from './types';

/**
 * The whole body of a request.
 *
 * @throws ApiError 413 when it is larger than allowed
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = () =>
      new ApiError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${limit}`,
      );
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      request.resume();
      reject(tooLarge());
      return;
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        chunks.length = 0;
        request.removeAllListeners('data');
        request.resume();
        reject(tooLarge());
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    const cutOff = () => reject(badRequest('the request was cut off'));
    request.on('error', cutOff);
    request.on('close', cutOff);
  });
}

export const mediaType = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();

/** How deep the JSON of a request may be nested. */
const DEPTH = 1000;

const [QUOTE, BACKSLASH, ...BRACKETS] = Buffer.from('"\\{[}]');

/** Whether brackets are nested deeper than allowed; what stands in texts does not count. */
function isTooDeep(body: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) {
      if (byte === BACKSLASH) at += 1;
    } else {
      const bracket = BRACKETS.indexOf(byte);
      if (bracket >= 0) depth += bracket < 2 ? 1 : -1;
      if (depth > DEPTH) return true;
    }
  }
  return false;
}

/** @throws ApiError 400 */
export function parseJson(body: Buffer): Json {
  if (isTooDeep(body)) {
    throw badRequest(`the object provided exceeds the max depth of ${DEPTH}`);
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type JSON): ${
        error instanceof Error ? error.message : 'it cannot be read'
      }`,
    );
  }
}

export function unsupportedMedia(accepted: readonly string[]): ApiError {
  return new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
      ', ',
    )}`,
  );
}

/**
 * An object that a client sent as JSON.
 *
 * @throws ApiError 400, 415
 */
export function parseObject(request: IncomingMessage, body: Buffer): Body {
  const media = mediaType(request);
  if (media && media !== 'application/json' && media !== '*/*') {
    throw unsupportedMedia(['application/json']);
  }
  const value = parseJson(body);
  if (!isRecord(value)) {
    throw badRequest(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${
        Array.isArray(value) ? 'array' : typeof value
      } into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  return value;
}

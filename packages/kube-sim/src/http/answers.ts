import { ServerResponse } from 'node:http';
import { JsonRecord } from '../store/json';
import { statusOf } from '../store/status';
import { KubeObject } from '../store/types';

/** Answers with a text of JSON. */
export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, {
    'cache-control': 'no-cache, private',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

export function send(
  response: ServerResponse,
  code: number,
  body: JsonRecord,
  headers?: Record<string, string>,
): void {
  sendText(response, code, JSON.stringify(body), headers);
}

export function sendPlain(
  response: ServerResponse,
  code: number,
  text: string,
): void {
  sendText(response, code, text, {
    'content-type': 'text/plain; charset=utf-8',
  });
}

/** Answers with the `Status` of a failure; a watch that has started can only be cut. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { code, body } = statusOf(error);
  // Also after 413 the connection stays: closed while a body still comes in, it would be reset, and the answer lost.
  send(response, code, body);
}

const bare = new WeakMap<object, string>();

/** Text of an object in a list of a built-in kind, where kind and version are given once for all. */
export function bareText(object: Readonly<KubeObject>): string {
  let text = bare.get(object);
  if (text === undefined) {
    const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
    text = JSON.stringify(rest);
    bare.set(object, text);
  }
  return text;
}

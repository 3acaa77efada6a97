import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { isLoopback } from './isLoopback';

/** An HTTP server for programs on this machine. */
export interface LoopbackServer {
  /** Listens on 127.0.0.1. Port 0 takes a free one. */
  listen(port: number): Promise<{ port: number; url: string }>;
  /** Ends connections that are open too. */
  close(): Promise<void>;
}

/**
 * A server that listens on 127.0.0.1 alone.
 *
 * @param serve - answers one request; when it throws the connection is cut
 * @param requestTimeoutMs - until a request must be there whole
 */
export function createLoopbackServer(
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  requestTimeoutMs: number,
): LoopbackServer {
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.requestTimeout = requestTimeoutMs;
  return {
    listen: port =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          const { port: taken } = server.address() as AddressInfo;
          resolve({ port: taken, url: `http://127.0.0.1:${taken}` });
        });
      }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether a page in a browser sent a request, by itself or through a name that leads to this machine. */
export function isFromBrowser({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || !isLoopback(headers.host);
}

/**
 * The body of a request, which is read to its end.
 *
 * @param longest - bytes
 * @returns undefined for one that is longer
 */
export async function readText(
  request: IncomingMessage,
  longest: number,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longest) chunks.push(chunk);
  }
  return length > longest ? undefined : Buffer.concat(chunks).toString('utf8');
}

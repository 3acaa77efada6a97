import { createServer } from 'node:http';
import { Agent, request } from 'node:https';
import { AddressInfo } from 'node:net';
import { As, headersAs } from './objects';
import { Target } from './target';

/** The API server of a target as somebody else sees it: each request is passed on in their name. */
export async function impersonating(
  { apiUrl, credentials }: Pick<Target, 'apiUrl' | 'credentials'>,
  as: As,
): Promise<{ url: string; close(): Promise<void> }> {
  const { token, ca, cert, key } = credentials;
  const agent = new Agent({ keepAlive: true, ca, cert, key });
  const server = createServer((incoming, outgoing) => {
    const onward = request(
      new URL(incoming.url ?? '/', apiUrl),
      {
        agent,
        method: incoming.method,
        headers: {
          accept: 'application/json',
          ...headersAs(as),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
      },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.flushHeaders();
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    onward.end();
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      agent.destroy();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

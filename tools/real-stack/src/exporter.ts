/**
 * The instance's exporter: watches pods, moves the traffic model on every
 * second, and serves its counters in Prometheus' text format on loopback.
 *
 * Usage: `exporter.ts --pki DIR --apiserver-port N --port N`
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { advance, initialState, renderMetrics } from '@slipway/platform-model';
import { parseCauses } from './exporter/causes.ts';
import { PodWatch } from './exporter/podWatch.ts';
import { KubeApi, readAll } from './instance/kubeApi.ts';
import type { Cause } from '@slipway/platform-model';

const { values } = parseArgs({
  options: {
    pki: { type: 'string' },
    'apiserver-port': { type: 'string' },
    port: { type: 'string' },
  },
});

const watch = new PodWatch(
  KubeApi.create(
    values.pki ?? '',
    Number(values['apiserver-port']),
    'exporter',
  ),
  message => process.stderr.write(`${new Date().toISOString()} ${message}\n`),
);

let state = initialState();
let causes: Cause[] = [];
let last = Date.now();

function step(): void {
  const now = Date.now();
  // A machine that slept does not make up for the traffic that it missed.
  const deltaSeconds = Math.min(5, (now - last) / 1_000);
  last = now;
  state = advance(state, {
    pods: watch.pods(),
    causes,
    atMs: now,
    deltaSeconds,
  });
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}

async function handle(
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (incoming.headers.origin !== undefined) {
    // A page in a browser has no business here, whatever address it was loaded from.
    answer(response, 403, 'text/plain', 'not for browsers\n');
    return;
  }
  const route = `${incoming.method} ${incoming.url}`;
  switch (route) {
    case 'GET /metrics':
      answer(response, 200, 'text/plain; version=0.0.4', renderMetrics(state));
      return;
    case 'GET /healthz':
      answer(
        response,
        watch.synced ? 200 : 503,
        'text/plain',
        watch.synced ? 'ok\n' : 'pods not listed yet\n',
      );
      return;
    case 'GET /causes':
      answer(response, 200, 'application/json', JSON.stringify(causes));
      return;
    case 'POST /causes': {
      const parsed = parseCauses(await readAll(incoming));
      if ('problem' in parsed) {
        answer(response, 400, 'text/plain', `${parsed.problem}\n`);
        return;
      }
      causes = parsed.causes;
      answer(response, 200, 'application/json', JSON.stringify(causes));
      return;
    }
    default:
      answer(response, 404, 'text/plain', 'not found\n');
  }
}

const server = createServer((incoming, response) => {
  handle(incoming, response).catch((error: Error) =>
    answer(response, 500, 'text/plain', `${error.message}\n`),
  );
});
server.listen(Number(values.port), '127.0.0.1');
const timer = setInterval(step, 1_000);
const watching = new AbortController();
void watch.run(watching.signal);

process.once('SIGTERM', () => {
  clearInterval(timer);
  watching.abort();
  server.close();
  server.closeAllConnections();
});

/**
 * One user who floods the portal, in a process of its own: what it costs to
 * send does not count as the portal's. `node flood-process.mjs KIND URL TOKEN`
 * until SIGTERM; then counts of answers by status, as JSON.
 */
import { Agent, request } from 'node:http';

const [kind, url, token] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 200 });
const counts = {};
let over = false;

const count = key => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/** Sends one request; resolves when the answer is complete, or after `first` bytes of it when that is given. */
function send(
  method,
  path,
  { body, first, read = true, signedIn = true } = {},
) {
  return new Promise(resolve => {
    const call = request(
      url + path,
      {
        method,
        agent,
        headers: {
          ...(signedIn && { authorization: `Bearer ${token}` }),
          'x-slipway-sample-user': 'vera',
          ...(body && { 'content-type': 'application/json' }),
        },
      },
      response => {
        count(response.statusCode);
        response.on('close', resolve);
        response.on('error', resolve);
        if (!read) return;
        let bytes = 0;
        response.on('data', chunk => {
          bytes += chunk.length;
          if (first !== undefined && bytes >= first) call.destroy();
        });
      },
    );
    call.on('error', () => {
      count('broken');
      resolve();
    });
    call.end(body && JSON.stringify(body));
  });
}

/** What every request of a kind is; `n` counts them. */
const ROLLOUT =
  '/api/rollouts/v1/clusters/gke-prod/namespaces/ecommerce/rollouts';
const rolloutTopics = n =>
  Array.from({ length: 50 }, (_, i) => ({
    topic: ['rollouts:detail', 'rollouts:metrics'][i % 2],
    params: {
      cluster: 'gke-prod',
      namespace: 'ecommerce',
      name: i < 12 ? 'order-service' : `no-service-${(n * 50 + i) % 500}`,
    },
  }));
const openStream = options => n =>
  send('POST', '/api/live/stream', {
    body: {
      topics: [{ topic: 'rollouts:list' }, ...rolloutTopics(n)].slice(0, 50),
    },
    ...options,
  });

const KINDS = {
  /** Opens ten streams of fifty topics and closes each after its first bytes. */
  streams: { parallel: 10, once: openStream({ first: 200 }) },
  /** Streams that nobody reads. */
  'slow readers': { parallel: 30, once: openStream({ read: false }) },
  lists: { parallel: 60, once: () => send('GET', '/api/rollouts/v1/rollouts') },
  'lists that nobody reads': {
    parallel: 200,
    once: () => send('GET', '/api/rollouts/v1/rollouts', { read: false }),
  },
  details: {
    parallel: 60,
    once: () => send('GET', `${ROLLOUT}/order-service`),
  },
  catalog: {
    parallel: 60,
    once: () => send('GET', '/api/catalog/entities?limit=500'),
  },
  search: {
    parallel: 60,
    once: n => send('GET', `/api/search/query?term=service${n % 7}`),
  },
  /** Refused each: the user owns nothing. */
  actions: {
    parallel: 60,
    once: () =>
      send('POST', `${ROLLOUT}/order-service/actions/promote`, {
        body: { seen: { uid: 'x', currentPodHash: 'x', currentStepIndex: 0 } },
      }),
  },
  'signing in': {
    parallel: 60,
    once: () =>
      send('GET', '/api/auth/sample-users/refresh', { signedIn: false }),
  },
};

async function again(once) {
  for (let n = 0; !over; n += 1) {
    const before = performance.now();
    await once(n);
    // A client that cannot connect would spin.
    if (performance.now() - before < 1) await new Promise(setImmediate);
  }
}

process.on('SIGTERM', () => {
  over = true;
  process.stdout.write(`${JSON.stringify(counts)}\n`, () => process.exit(0));
});

// Sockets that nobody reads keep no process alive.
setInterval(() => {}, 60_000);
const { parallel, once } = KINDS[kind];
for (let i = 0; i < parallel; i += 1) again(once);

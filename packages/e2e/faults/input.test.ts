import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { BadRequest, badRequestsFor, randomFrom } from './lib/badRequests';
import { UserName, signIn } from './lib/users';
import { sharedPortal } from './lib/portals';
import { PortalWithRoutes, portalWithRoutes, Route } from './lib/routes';
import { ROOT } from './lib/scripts';
import { until } from './lib/wait';

/** Another seed or more requests: SLIPWAY_FUZZ_SEED=2 SLIPWAY_FUZZ_EACH=100. */
const SEED = Number(process.env.SLIPWAY_FUZZ_SEED ?? 1);
const EACH = Number(process.env.SLIPWAY_FUZZ_EACH ?? 3);
/** Requests under way at once. */
const AT_ONCE = 8;
/** A bound for what hangs, no verdict on speed. */
const PATIENCE_MS = 60_000;

/** What no answer may hold: paths, stacks, SQL, addresses of other servers. */
const INTERNALS = [
  ROOT,
  'node_modules',
  /\bat (async )?\S+ \(/,
  /\.(c?js|ts):\d+:\d+/,
  /\b(select|delete) .* from `|\binsert into `|\bupdate `/i,
  /SQLITE_|sqlite3?\b.*error/i,
  /E(CONNREFUSED|NOENT|ACCES|ISDIR|NOTFOUND)\b/,
  /Cannot (read|destructure|set) propert|is not (a function|iterable)|undefined binding/i,
];

/** Types have indexes of their own: this names one. */
const SEARCH = '/api/search/query?term=order&types[]=software-catalog';

/** Each of these was answered with 500 or 501 once, or with words of the inside. */
const FOUND: BadRequest[] = [
  get('/api/activity/v1/entries?since=2026-01-01T00:00:00%2B99:99'),
  post('/api/user-settings/multiget', {}),
  post('/api/kubernetes/services/x', {}),
  post('/api/kubernetes/services/x', { entity: {} }),
  get('/api/notifications?orderField=constructor'),
  get('/api/catalog/entities?fields[a][b]=c'),
  // Stored, these kept a portal from starting again.
  post('/api/catalog/locations', { type: 'url', target: '' }),
  // The plugin deleted the settings before it failed.
  post('/api/notifications/settings', { channels: [] }),
  get('/api/auth/sample-users/start'),
  post('/api/catalog/.well-known/backstage/permissions/apply-conditions', {
    items: [
      {
        id: '1',
        resourceRef: 'component:default/order-service',
        resourceType: 'catalog-entity',
        conditions: { rule: 'NO_RULE', resourceType: 'catalog-entity' },
      },
    ],
  }),
  get('//api/catalog/entities'),
  get('/api/no-such-plugin'),
  get('/api/rollouts/v1/no-such-route'),
  get('/%E0%A4%A'),
];

function get(url: string): BadRequest {
  return { method: 'GET', url, headers: {} };
}

function post(url: string, body: object): BadRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

interface Seen {
  status: number;
  type: string;
  text: string;
}

/** Sends a request as it stands: fetch would correct some of them. */
function send(
  portal: { url: string },
  token: string,
  { method, url, headers, body }: BadRequest,
): Promise<Seen> {
  const { hostname, port } = new URL(portal.url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: hostname,
        port,
        method,
        path: url,
        headers: { authorization: `Bearer ${token}`, ...headers },
        timeout: PATIENCE_MS,
      },
      response => {
        const status = response.statusCode ?? 0;
        const type = response.headers['content-type'] ?? '';
        let text = '';
        const end = () => resolve({ status, type, text });
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', end);
        // A stream has been accepted: that is its answer.
        if (type.startsWith('text/event-stream')) {
          end();
          sent.destroy();
        }
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', error => {
      // A large body may be refused before it has arrived.
      reject(new Error(`${error.message}: ${method} ${url.slice(0, 300)}`));
    });
    sent.end(body);
  });
}

/** The catalog of a new portal has its users after a moment. */
async function tokenOf(
  portal: { url: string },
  user: UserName,
): Promise<string> {
  const { token } = await until(`${user} signs in`, () =>
    signIn(portal, user).catch(() => undefined),
  );
  return token;
}

/** What is wrong with an answer; undefined when nothing is. */
function fault(seen: Seen): string | undefined {
  if (seen.status >= 500) return `status ${seen.status}`;
  const found = INTERNALS.find(internal =>
    typeof internal === 'string'
      ? seen.text.includes(internal)
      : internal.test(seen.text),
  );
  if (seen.status >= 400 && found) return `shows ${found}`;
  if (seen.status >= 400 && seen.type.includes('html')) return 'HTML';
  return undefined;
}

describe('bad input', () => {
  let portal: PortalWithRoutes;
  let routes: Route[];
  let tokens: string[];
  // `after` inside of `before` would end the portal with that hook.
  let end: () => unknown = () => {};
  const file = {
    after: (work: () => unknown) => {
      end = work;
    },
  };
  after(() => end());

  before(async () => {
    portal = await portalWithRoutes(file, { configs: sharedPortal().configs });
    await portal.ready();
    routes = await portal.routes();
    const users: UserName[] = ['vera', 'paula'];
    tokens = await Promise.all(users.map(user => tokenOf(portal, user)));
    // Before its first index, a search is answered with 503, whatever it asks.
    await until('the search has an index', async () => {
      const { status } = await send(portal, tokens[0], get(SEARCH));
      return status === 200;
    });
  });

  /** Sends all, some at once, and gives what is wrong with the answers. */
  async function faultsOf(requests: BadRequest[]): Promise<string[]> {
    const faults: string[] = [];
    const waiting = requests.flatMap(bad =>
      tokens.map(token => ({ bad, token })),
    );
    const work = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const { bad, token } = next;
        const what = `${bad.method} ${bad.url.slice(0, 300)} ${JSON.stringify(
          bad.headers,
        )} ${bad.body?.toString().slice(0, 300) ?? ''}`;
        const seen = await send(portal, token, bad);
        const wrong = fault(seen);
        if (wrong) {
          faults.push(`${wrong}: ${what}\n    → ${seen.text.slice(0, 400)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return faults.sort();
  }

  it('the running tree lists its routes, those of core services too', () => {
    const paths = new Set(routes.map(({ path }) => path));
    for (const path of [
      '/api/rollouts/v1/rollouts',
      '/api/catalog/entities/by-name/:kind/:namespace/:name',
      '/api/catalog/.backstage/scheduler/v1/tasks/:id/trigger',
      '/api/user-settings/multiget',
      '/.backstage/health/v1/readiness',
    ]) {
      assert.ok(paths.has(path), `${path} is not among ${[...paths]}`);
    }
    assert.ok(routes.length > 100, `only ${routes.length} routes`);
  });

  it('what was found once is refused', async () => {
    for (const bad of FOUND) {
      for (const token of tokens) {
        const seen = await send(portal, token, bad);
        const what = `${bad.method} ${bad.url}: ${seen.status} ${seen.text}`;
        assert.ok(seen.status >= 400, what);
        assert.equal(fault(seen), undefined, what);
        assert.match(seen.type, /^application\/json/, what);
      }
    }
  });

  it('no route fails at it or shows the inside of the portal', async () => {
    const random = randomFrom(SEED);
    const requests = routes.flatMap(route =>
      badRequestsFor(route, EACH, random),
    );
    const faults = await faultsOf(requests);
    assert.deepEqual(
      faults,
      [],
      `${faults.length} of ${
        requests.length * tokens.length
      } requests (seed ${SEED})`,
    );
  });

  it('afterwards the portal is ready and answers', async () => {
    const readiness = await fetch(
      `${portal.url}/.backstage/health/v1/readiness`,
    );
    assert.equal(readiness.status, 200);
    const vera = await signIn(portal, 'vera');
    const answer = await vera.ask('/api/rollouts/v1/rollouts');
    assert.equal(answer.status, 200);
  });
});

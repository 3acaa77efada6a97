import assert from 'node:assert/strict';
import type { RouteSample, Who } from '@slipway/test-utils';
import { get } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { UserName, SignedIn, signIn } from './lib/users';
import { sharedPortal } from './lib/portals';
import { PortalWithRoutes, portalWithRoutes } from './lib/routes';
import {
  BEFORE_ROUTES,
  Kind,
  KINDS,
  kindsOf,
  rowOf,
  ROUTES,
  TEMPLATE,
} from './lib/whoMay';
import { TOOLS } from './lib/whoMayTools';
import { ROOT } from './lib/scripts';
import { until } from './lib/wait';

const ROLLOUT =
  '/api/rollouts/v1/clusters/gke-prod/namespaces/ecommerce/rollouts/order-service';
/** Where the rows of a plugin stand. */
const ROWS = 'src/__testUtils__/whoMay.ts of the plugin';

/** Where each plugin with a registry of tools lists them. */
const ACTIONS_ROUTE = /^\/api\/([^/]+)\/\.backstage\/actions\/v1\/actions$/;

/** Sample values of the parameters of a path. */
const filled = (path: string) =>
  path
    .replace(/:key\(\*\)/, 'y')
    .replace(/:[a-zA-Z]+/g, 'x')
    .replace(/\*/g, 'x');

/** How a request of this kind has to end at the door of a route. */
function wantedDoor(who: Who, kind: Kind): string {
  if (kindsOf(who).includes(kind)) return 'open';
  return kind === 'nobody' ? 'not signed in' : 'refused';
}

/** Nobody is kept out by the barrier, or by a plugin that lets everybody in and checks by itself. */
function isRight(door: string, wanted: string): boolean {
  return door === wanted || (wanted === 'not signed in' && door === 'refused');
}

describe('who may what', () => {
  let portal: PortalWithRoutes;
  let users: Record<Exclude<Kind, 'nobody'>, SignedIn>;

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
    const arrived = (user: UserName) =>
      until(`${user} is in the catalog`, () =>
        signIn(portal, user).catch(() => undefined),
      );
    users = {
      viewer: await arrived('vera'),
      owner: await arrived('olga'),
      platform: await arrived('paula'),
    };
    await until('order-service has its owner', async () => {
      const { entity } = await (
        await users.owner.ask(`${ROLLOUT}/access`)
      ).json();
      return entity?.state === 'bound';
    });
    await until('the template is in the catalog', async () => {
      const template = '/api/catalog/entities/by-name/template/default';
      return (await users.owner.ask(`${template}/canary-policy`)).ok;
    });
  });

  const ask = (kind: Kind, path: string, init: RequestInit) =>
    kind === 'nobody'
      ? fetch(`${portal.url}${path}`, init)
      : users[kind].ask(path, init);

  /** How a request ends at the door: with 401, 403, or behind it. */
  async function doorOf(
    kind: Kind,
    method: string,
    path: string,
    { body, headers }: RouteSample = {},
  ): Promise<{ status: number; door: string; text: string }> {
    const response = await ask(kind, path, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { status } = response;
    const streams = response.headers
      .get('content-type')
      ?.startsWith('text/event-stream');
    if (streams) await response.body?.cancel();
    const text = streams ? '' : await response.text();
    const doors: Record<number, string> = {
      401: 'not signed in',
      403: 'refused',
    };
    return { status, door: doors[status] ?? 'open', text };
  }

  it('every route of the running tree has a row, and every row a route', async () => {
    const routes = (await portal.routes()).map(
      ({ method, path }) => `${method} ${path}`,
    );
    assert.ok(routes.length > 200, `only ${routes.length} routes were found`);
    const known = routes.map(route => ({ route, row: rowOf(route) }));
    const unknown = known
      .filter(
        ({ route, row }) =>
          !row && !BEFORE_ROUTES.some(pattern => pattern.test(route)),
      )
      .map(({ route }) => route);
    assert.deepEqual(unknown, [], `Say in ${ROWS} who may use these`);
    const used = new Set(known.map(({ row }) => row?.[0]));
    assert.deepEqual(
      Object.keys(ROUTES).filter(key => !used.has(key)),
      [],
      `These rows (${ROWS}, or lib/whoMay.ts) have no route any more`,
    );
  });

  it('each route lets in whom its row says, and nobody else', async () => {
    const wrong: unknown[] = [];
    for (const { method, path } of await portal.routes()) {
      const found = rowOf(`${method} ${path}`);
      if (!found) continue;
      const [who, sample = {}]: readonly [string, RouteSample?] = found[1];
      const tried = method === 'ALL' ? 'GET' : method;
      for (const kind of KINDS) {
        const { status, door, text } = await doorOf(
          kind,
          tried,
          sample.path ?? filled(path),
          sample,
        );
        const wanted = wantedDoor(found[1][0], kind);
        const right =
          who === 'nowhere'
            ? status === 404
            : isRight(door, wanted) && status < 500;
        if (!right) {
          wrong.push({
            route: `${method} ${path}`,
            kind,
            wanted,
            got: `${status} ${text.slice(0, 200)}`,
          });
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('every tool for agents has a row, and lets in whom it says', async () => {
    const wrong: unknown[] = [];
    const offering = (await portal.routes()).flatMap(({ path }) => {
      const found = ACTIONS_ROUTE.exec(path);
      return found ? [found[1]] : [];
    });
    assert.deepEqual(
      Object.keys(TOOLS).filter(plugin => !offering.includes(plugin)),
      [],
      'These plugins have rows, and no tools',
    );
    for (const plugin of offering) {
      const rows = TOOLS[plugin] ?? {};
      const actions = `/api/${plugin}/.backstage/actions/v1/actions`;
      const list = await users.platform.ask(actions);
      const { actions: found } = await list.json();
      assert.deepEqual(
        found.map(({ id }: { id: string }) => id.split(':')[1]).sort(),
        Object.keys(rows).sort(),
        `Say in ${ROWS} who may use these`,
      );
      for (const [name, { who, input }] of Object.entries(rows)) {
        for (const kind of KINDS) {
          const path = `${actions}/${plugin}:${name}/invoke`;
          const { status, door, text } = await doorOf(kind, 'POST', path, {
            body: input,
          });
          const wanted = wantedDoor(who, kind);
          // A tool that a user may not see is not found.
          const hidden = status === 404 && /Action .* not found/.test(text);
          if (!isRight(hidden ? 'refused' : door, wanted) || status >= 500) {
            wrong.push({
              name,
              kind,
              wanted,
              got: `${status} ${text.slice(0, 200)}`,
            });
          }
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('a viewer neither cancels nor retries somebody else’s task', async () => {
    const started = await users.owner.send(
      'POST',
      '/api/scaffolder/v2/tasks',
      TEMPLATE,
    );
    assert.equal(started.status, 201, await started.clone().text());
    const { id } = await started.json();
    const task = `/api/scaffolder/v2/tasks/${id}`;
    await until('the task ends', async () => {
      const { status } = await (await users.owner.ask(task)).json();
      return ['completed', 'failed'].includes(status);
    });
    for (const verb of ['cancel', 'retry']) {
      assert.equal(
        (await doorOf('viewer', 'POST', `${task}/${verb}`, { body: {} }))
          .status,
        403,
        verb,
      );
      assert.equal(
        (await doorOf('nobody', 'POST', `${task}/${verb}`, { body: {} }))
          .status,
        401,
        verb,
      );
    }
    assert.equal(
      (await doorOf('owner', 'POST', `${task}/retry`, { body: {} })).door,
      'open',
    );
  });

  /** How a websocket to the portal ends: `open`, or the status that refuses it. */
  const upgrade = (path: string, headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(portal.url);
      const request = get({
        host: hostname,
        port,
        path,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          'sec-websocket-version': '13',
          ...headers,
        },
      });
      request.on('upgrade', (_, socket) => {
        socket.destroy();
        resolve('open');
      });
      request.on('response', response => {
        response.resume();
        resolve(String(response.statusCode));
      });
      request.on('error', reject);
    });

  it('websockets are for users, from pages of the portal', async () => {
    const token = { 'sec-websocket-protocol': users.viewer.token };
    const origin = portal.url;
    const signals = '/api/signals';
    assert.equal(await upgrade(signals, {}), '401');
    // The first that is let in, and one that finds the plugin listening.
    assert.equal(await upgrade(signals, { ...token, origin }), 'open');
    assert.equal(await upgrade(signals, { ...token, origin }), 'open');
    assert.equal(await upgrade(signals, token), 'open');
    assert.equal(await upgrade(signals, {}), '401');
    assert.equal(await upgrade(signals, { origin }), '401');
    assert.equal(
      await upgrade(signals, { ...token, origin: 'http://evil.test' }),
      '403',
    );
    assert.equal(
      await upgrade(signals, { 'sec-websocket-protocol': 'forged' }),
      '401',
    );
    assert.equal(await upgrade('/api/catalog/entities', token), '404');
    assert.equal(await upgrade('/', token), '404');
    assert.equal(
      await upgrade('/api/rollouts/v1/clusters', { upgrade: 'h2c' }),
      '401',
    );
  });

  it('addresses that programs look for are not the page of the app', async () => {
    for (const path of [
      '/metrics',
      '/.well-known/security.txt',
      '/.well-known/openid-configuration',
      '/.well-known/oauth-protected-resource',
      '/.env',
      '/.git/config',
      '/healthz',
      '/actuator/env',
      '/wp-login.php',
      '/favicon.ico',
      '/api/app/metrics',
    ]) {
      const response = await fetch(`${portal.url}${path}`);
      assert.equal(response.status, 404, path);
      assert.doesNotMatch(await response.text(), /<html/i, path);
    }
    const page = await fetch(`${portal.url}/rollouts`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<html/i);
    const json = await fetch(`${portal.url}/rollouts`, {
      headers: { accept: 'application/json' },
    });
    assert.equal(json.status, 404);
  });

  it('source maps are not served', async () => {
    const page = await (await fetch(portal.url)).text();
    const script = /\/static\/[^"]+\.js/.exec(page)?.[0];
    assert.ok(script, page);
    for (const [path, status] of [
      [script, 200],
      [`${script}.map`, 404],
      [`/api/app${script}.map`, 404],
      [`${script}.%6dap`, 404],
      [`/.${script}.map`, 404],
    ] as const) {
      const response = await fetch(`${portal.url}${path}`);
      assert.equal(response.status, status, path);
    }
  });

  it('no answer names the folder of the portal', async () => {
    const paths = [
      '/api/catalog/entities',
      '/api/catalog/entities/by-query?limit=500',
      '/api/catalog/entity-facets?facet=metadata.annotations.backstage.io/managed-by-location',
      '/api/catalog/locations',
      '/api/scaffolder/v2/tasks',
      '/api/scaffolder/v2/templates/default/template/canary-policy/parameter-schema',
      '/api/search/query?term=order',
      '/api/rollouts/v1/clusters',
      '/',
    ];
    for (const path of paths) {
      const text = await (await users.viewer.ask(path)).text();
      assert.ok(!text.includes(ROOT), path);
      assert.doesNotMatch(
        text,
        /"file:\/(\/\/)?[^/]|"\/(work|home|root|tmp|usr)\//,
        path,
      );
    }
  });
});

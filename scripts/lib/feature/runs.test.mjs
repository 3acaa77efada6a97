/**
 * Run from a copy of the tree to which the feature of docs/adding-a-feature.md
 * has been added: a sandbox that has freezes, and a portal that shows and lifts them.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../paths.mjs';
import { freePort, freePorts, startPortal } from '../portal.mjs';
import { startSandbox } from '../sandbox.mjs';
import { ensureToolchain } from '../toolchain.mjs';

const { parse } = createRequire(join(ROOT, 'package.json'))('yaml');
const FREEZE = {
  apiVersion: 'example.slipway.io/v1',
  kind: 'Freeze',
  metadata: {
    name: 'black-friday',
    namespace: 'ecommerce',
    labels: { 'backstage.io/kubernetes-id': 'order-service' },
  },
  spec: { reason: 'Black Friday' },
};
const FREEZES = '/apis/example.slipway.io/v1/namespaces/ecommerce/freezes';
const PATH =
  '/api/freezes/v1/clusters/gke-prod/namespaces/ecommerce/freezes/black-friday';

/** A bound for what never comes, no verdict on speed. */
async function until(what, look) {
  const end = Date.now() + 120_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`It did not come: ${what}`);
    await sleep(200);
  }
}

/** Asks the API server of gke-prod as its administrator. */
function kube(kubeconfig, method, path, body) {
  const { clusters, users, contexts } = parse(readFileSync(kubeconfig, 'utf8'));
  const { context } = contexts.find(({ name }) => name === 'gke-prod');
  const { cluster } = clusters.find(({ name }) => name === context.cluster);
  const { user } = users.find(({ name }) => name === context.user);
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, cluster.server),
      {
        method,
        ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
        headers: {
          authorization: `Bearer ${user.token}`,
          'content-type': 'application/json',
        },
      },
      response => {
        let text = '';
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, object: JSON.parse(text) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

describe('the feature of the guide', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-feature-state-'));
  let sandbox;
  let portal;

  async function signIn(name) {
    const { backstageIdentity } = await until(`${name} signs in`, async () => {
      const response = await fetch(
        `${portal.url}/api/auth/sample-users/refresh`,
        { headers: { 'x-slipway-sample-user': name } },
      );
      return response.ok ? response.json() : undefined;
    });
    return (path, body) =>
      fetch(`${portal.url}${path}`, {
        headers: {
          authorization: `Bearer ${backstageIdentity.token}`,
          'content-type': 'application/json',
        },
        ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      });
  }

  before(async () => {
    const tools = await ensureToolchain();
    sandbox = await startSandbox(tools, {
      state: join(folder, 'sandbox'),
      args: ['--demo', 'off', '--port-base', String(await freePorts(8))],
    });
    portal = startPortal(tools, {
      configs: ['packages/e2e/app-config.e2e.yaml', sandbox.config],
      port: await freePort(),
      stateDir: join(folder, 'db'),
      log: join(folder, 'portal.log'),
    });
    await Promise.all([sandbox.ready(), portal.ready()]);
  });
  after(async () => {
    await portal?.stop();
    await sandbox?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('its kind is served by the sandbox, with its schema', async () => {
    const bad = await kube(sandbox.kubeconfig, 'POST', FREEZES, {
      ...FREEZE,
      spec: {},
    });
    assert.equal(bad.status, 422, JSON.stringify(bad.object));
    const made = await kube(sandbox.kubeconfig, 'POST', FREEZES, FREEZE);
    assert.equal(made.status, 201, JSON.stringify(made.object));
    await until('its control loop has seen it', async () => {
      const { object } = await kube(
        sandbox.kubeconfig,
        'GET',
        `${FREEZES}/black-friday`,
      );
      return object.status?.phase === 'Active';
    });
  });

  it('is shown with its owner, live', async () => {
    const ask = await signIn('vera');
    const shown = await until('its owner is known', async () => {
      const response = await ask(`${PATH}/access`);
      const access = response.ok ? await response.json() : undefined;
      return access?.ownerRef && access;
    });
    assert.equal(shown.entity.entityRef, 'component:default/order-service');
    assert.match(shown.actions.lift.reason, /^Only owners \(team-orders\)/);

    const response = await ask('/api/live/stream', {
      topics: [{ topic: 'freezes:list' }],
    });
    assert.equal(response.status, 200);
    let text = '';
    for await (const chunk of response.body.pipeThrough(
      new TextDecoderStream(),
    )) {
      text += chunk;
      if (text.includes('Black Friday')) break;
    }
    assert.match(text, /"ownerRef":"group:default\/team-orders"/);
    assert.match(text, /"state":"active"/);
  });

  it('is lifted by its owner, and by nobody else', async () => {
    const { object } = await kube(
      sandbox.kubeconfig,
      'GET',
      `${FREEZES}/black-friday`,
    );
    const body = {
      seen: { uid: object.metadata.uid, state: 'active' },
      confirm: { name: 'black-friday' },
    };
    const vera = await signIn('vera');
    assert.equal((await vera(`${PATH}/actions/lift`, body)).status, 403);
    const olga = await signIn('olga');
    const lifted = await olga(`${PATH}/actions/lift`, body);
    assert.equal(lifted.status, 200, await lifted.clone().text());
    await until('its control loop has seen that', async () => {
      const now = await kube(
        sandbox.kubeconfig,
        'GET',
        `${FREEZES}/black-friday`,
      );
      return now.object.status?.phase === 'Lifted';
    });
    const again = await olga(`${PATH}/actions/lift`, body);
    assert.equal(again.status, 409);
    const { items } = await (await olga('/api/activity/v1/entries')).json();
    assert.deepEqual(
      items
        .filter(({ plugin }) => plugin === 'freezes')
        .map(({ summary, outcome }) => [summary, outcome]),
      [['Lift black-friday', 'succeeded']],
    );
  });

  it('its page is in the app that was built', () => {
    const built = join(ROOT, 'packages/app/dist/static');
    assert.ok(
      readdirSync(built)
        .filter(name => name.endsWith('.js'))
        .some(name =>
          readFileSync(join(built, name), 'utf8').includes('Loading freezes'),
        ),
    );
  });
});

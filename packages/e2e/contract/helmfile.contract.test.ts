/**
 * `infra/helmfile/environment` on a real API server with Argo Rollouts, run by
 * the real helmfile as `environment-runner`: part "charts", full lane.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before as beforeAll, describe, it } from 'node:test';
import {
  helmfileDiff,
  readHelmHistory,
  readHelmReleases,
  recoveryOf,
} from '@slipway/plugin-environments-common';
import { EnvironmentValues, Releases, ROOT } from './lib/helmfile';
import { holdRolloutsBack } from './lib/holdRolloutsBack';
import { until } from './lib/until';

const NAME = 'try-1';
const NAMESPACE = `env-${NAME}`;

const values = (
  versions: Record<string, string>,
  labels?: Record<string, string>,
): EnvironmentValues => ({
  name: NAME,
  labels,
  services: Object.fromEntries(
    Object.entries(versions).map(([service, version]) => [
      service,
      { version, replicas: 1 },
    ]),
  ),
});

const FIRST = values({
  'service-discovery': '0.1.0',
  'order-service': '0.1.0',
});
const CHANGED = values({
  'service-discovery': '0.1.0',
  'order-service': '0.2.0',
});
const MORE = values({
  'service-discovery': '0.1.0',
  'order-service': '0.2.0',
  'payment-service': '0.1.0',
});

describe('environments by helmfile', () => {
  let releases: Releases;

  const names = async (kind: string) =>
    (
      await releases.asAdmin('kubectl', [
        'get',
        kind,
        `--namespace=${NAMESPACE}`,
        '--output=name',
        '--ignore-not-found',
      ])
    )
      .split('\n')
      .filter(Boolean);

  const listed = async () => {
    const { stdout } = await releases.helm([
      'list',
      '--all',
      `--namespace=${NAMESPACE}`,
      '--output=json',
    ]);
    return readHelmReleases(stdout);
  };

  const healthy = () =>
    releases.asAdmin('kubectl', [
      'wait',
      'rollouts.argoproj.io',
      '--all',
      `--namespace=${NAMESPACE}`,
      '--for=jsonpath={.status.phase}=Healthy',
      '--timeout=180s',
    ]);

  const sync = async (wanted: EnvironmentValues) => {
    const { code, stderr } = await releases.helmfile(['sync'], wanted);
    assert.equal(code, 0, stderr);
  };

  const diff = async (wanted: EnvironmentValues) => {
    const ended = await releases.helmfile(
      ['diff', '--detailed-exitcode'],
      wanted,
    );
    assert.notEqual(ended.code, 1, ended.stderr);
    return { code: ended.code, changes: helmfileDiff(ended.stdout) };
  };

  beforeAll(async () => {
    releases = new Releases();
    await releases.becomeRunner();
  });

  it('diff says what a first installation adds', async () => {
    const { code, changes } = await diff(FIRST);
    assert.equal(code, 2);
    assert.ok(changes.every(({ change }) => change === 'added'));
    const kinds = new Set(changes.map(({ kind }) => kind));
    for (const kind of [
      'Namespace',
      'ResourceQuota',
      'RoleBinding',
      'Rollout',
    ]) {
      assert.ok(kinds.has(kind), kind);
    }
  });

  it('sync installs it, and its Rollouts become Healthy', async () => {
    await sync(FIRST);
    await healthy();
    assert.deepEqual(await names('rollouts.argoproj.io'), [
      'rollout.argoproj.io/order-service',
      'rollout.argoproj.io/service-discovery',
    ]);
    const pods = JSON.parse(
      await releases.asAdmin('kubectl', [
        'get',
        'pods',
        `--namespace=${NAMESPACE}`,
        `--selector=slipway.io/environment=${NAME}`,
        '--output=json',
      ]),
    );
    assert.equal(pods.items.length, 2);
  });

  it('order-service registers with the discovery that was chosen', async () => {
    const text = await releases.asAdmin('kubectl', [
      'get',
      'rollout',
      'order-service',
      `--namespace=${NAMESPACE}`,
      '--output=json',
    ]);
    assert.match(text, /EUREKA_CLIENT_SERVICEURL_DEFAULTZONE/);
    assert.doesNotMatch(text, /SPRING_CONFIG_IMPORT/);
  });

  it('the owner may act on a Rollout, and read no Secret', async () => {
    const may = async (verb: string, resource: string) => {
      const answer = await releases
        .asAdmin('kubectl', [
          'auth',
          'can-i',
          verb,
          resource,
          `--namespace=${NAMESPACE}`,
          '--as=slipway:user:default/olga',
          '--as-group=slipway:group:default/team-orders',
        ])
        .catch((error: Error) => error.message);
      return answer.startsWith('yes');
    };
    assert.equal(await may('patch', 'rollouts.argoproj.io'), true);
    assert.equal(await may('get', 'secrets'), false);
    assert.equal(await may('delete', 'namespaces'), false);
  });

  it('diff then says nothing', async () => {
    assert.deepEqual(await diff(FIRST), { code: 0, changes: [] });
  });

  it('another version shows, at its Rollout', async () => {
    const { code, changes } = await diff(CHANGED);
    assert.equal(code, 2);
    assert.ok(
      changes.some(
        ({ kind, name, change }) =>
          kind === 'Rollout' &&
          name === 'order-service' &&
          change === 'changed',
      ),
    );
    assert.ok(changes.every(({ name }) => name.startsWith('order-service')));
  });

  it('another label restarts nothing', async () => {
    const podHash = () =>
      releases.asAdmin('kubectl', [
        'get',
        'rollout',
        'order-service',
        `--namespace=${NAMESPACE}`,
        '--output=jsonpath={.status.currentPodHash}',
      ]);
    const before = await podHash();
    const labelled = values(
      { 'service-discovery': '0.1.0', 'order-service': '0.1.0' },
      { 'cost-center': 'a1' },
    );
    assert.equal((await diff(labelled)).code, 2);
    await sync(labelled);
    assert.equal(await podHash(), before);
  });

  it('apply starts the canary of another version', async () => {
    const { code, stderr } = await releases.helmfile(['apply'], CHANGED);
    assert.equal(code, 0, stderr);
    const image = await releases.asAdmin('kubectl', [
      'get',
      'rollout',
      'order-service',
      `--namespace=${NAMESPACE}`,
      '--output=jsonpath={.spec.template.spec.containers[0].image}',
    ]);
    assert.match(image, /:0\.2\.0$/);
  });

  it('kill -9 leaves pending-install, which is recovered', async () => {
    const release = await holdRolloutsBack(releases, NAME, NAMESPACE);
    try {
      const running = releases.startHelmfile(['sync'], MORE);
      const ended = once(running, 'exit');
      await until('payment-service is pending', listed, found =>
        found.some(
          ({ name, status }) =>
            name === 'payment-service' && status === 'pending-install',
        ),
      );
      process.kill(-running.pid!, 'SIGKILL');
      await ended;
    } finally {
      await release();
    }

    const stuck = await releases.helmfile(['sync'], MORE);
    assert.notEqual(stuck.code, 0);
    assert.match(
      stuck.stderr + stuck.stdout,
      /another operation .* is in progress/,
    );

    const [pending] = (await listed()).filter(
      ({ name }) => name === 'payment-service',
    );
    assert.equal(pending.status, 'pending-install');
    const history = await releases.helm([
      'history',
      'payment-service',
      `--namespace=${NAMESPACE}`,
      '--output=json',
    ]);
    const recovery = recoveryOf(pending, readHelmHistory(history.stdout), {
      ended: true,
    });
    assert.equal(recovery.kind, 'run');
    if (recovery.kind !== 'run') return;
    const recovered = await releases.helm(recovery.args);
    assert.equal(recovered.code, 0, recovered.stderr);

    await sync(MORE);
    const after = await listed();
    assert.deepEqual(
      after.map(({ name, status }) => [name, status]),
      [
        ['order-service', 'deployed'],
        ['payment-service', 'deployed'],
        ['service-discovery', 'deployed'],
      ],
    );
    assert.equal((await diff(MORE)).code, 0);
  });

  it('names that are no DNS labels are refused before anything runs', async () => {
    for (const service of ['../../../etc/passwd', '{{ exec "id" (list) }}']) {
      const { code, stderr } = await releases.helmfile(
        ['template'],
        values({ [service]: '1' }),
      );
      assert.notEqual(code, 0);
      assert.match(stderr, /is no DNS label/);
    }
    const version = await releases.helmfile(
      ['template'],
      values({ 'order-service': '1\nx: {{ exec "id" (list) }}' }),
    );
    assert.notEqual(version.code, 0);
    assert.match(version.stderr, /image\/tag|image\.tag/);
  });

  it('the API server takes every object of the portal’s chart, strictly', async () => {
    const file = join(releases.instance, 'run', 'helmfile', 'portal.yaml');
    writeFileSync(
      file,
      await releases.asAdmin('helm', [
        'template',
        'another',
        join(ROOT, 'infra/charts/portal'),
        '--namespace=slipway',
        '--set=image.repository=example/slipway,image.tag=1.0.0',
        '--set=baseUrl=https://slipway.example.com',
        '--set=postgresql.host=db.example.com,postgresql.existingSecret=a',
        '--set=auth.existingSecret=b',
        '--set=rbac.impersonate.groups={slipway:group:default/platform}',
      ]),
    );
    const checked = await releases.asAdmin('kubectl', [
      'create',
      '--dry-run=server',
      '--validate=strict',
      '--namespace=slipway',
      '--output=name',
      '--filename',
      file,
    ]);
    assert.match(checked, /^statefulset\.apps\/another$/m);
    assert.match(checked, /^networkpolicy\.networking\.k8s\.io\/another$/m);
  });

  it('destroy leaves nothing', async () => {
    const { code, stderr } = await releases.helmfile(['destroy'], MORE);
    assert.equal(code, 0, stderr);
    await until(
      'without the namespace',
      () =>
        releases.asAdmin('kubectl', [
          'get',
          'namespace',
          NAMESPACE,
          '--ignore-not-found',
          '--output=name',
        ]),
      found => found === '',
    );
    const left = await releases.asAdmin('helm', [
      'list',
      '--all',
      '--namespace=slipway-environments',
      '--output=json',
    ]);
    assert.deepEqual(readHelmReleases(left), []);
  });
});

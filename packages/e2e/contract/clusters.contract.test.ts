import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  Actor,
  JsonPatchOperation,
  KubeObject,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import {
  Clusters,
  DefaultClusters,
  KindCache,
  readClustersSettings,
} from '@slipway/plugin-clusters-node';

/**
 * `slipway.clusters` against a real API server, on an instance of its own.
 *
 * Run from the repository's root:
 * node -r @backstage/cli/config/nodeTransform.cjs packages/e2e/contract/clusters.contract.test.ts
 */
const INSTANCE = 'clusters-contract';
const NAMESPACE = 'ecommerce';
const CONTEXT = 'contract';
const CLI = resolve(__dirname, '../../../tools/real-stack/src/cli.ts');

const rollouts: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};
const things: ResourceId = {
  group: 'contract.slipway.io',
  version: 'v1',
  plural: 'things',
  kind: 'Thing',
};

const olga: Actor = {
  userEntityRef: 'user:default/olga',
  ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
};
const vera: Actor = {
  userEntityRef: 'user:default/vera',
  ownershipEntityRefs: ['user:default/vera', 'group:default/viewers'],
};

interface Instance {
  apiserver: string;
  dir: string;
  components: Record<string, { pid: number }>;
}

function stack(args: string[], input?: string): string {
  return execFileSync(process.execPath, [CLI, ...args], {
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

function up(): Instance {
  return JSON.parse(
    stack([
      'up',
      '--name',
      INSTANCE,
      '--services',
      'none',
      '--foreground-parent',
      String(process.pid),
      '--json',
    ]),
  );
}

function kubectl(args: string[], manifest?: unknown): string {
  return stack(
    ['kubectl', '--name', INSTANCE, '--', ...args],
    manifest === undefined ? undefined : JSON.stringify(manifest),
  );
}

function rollout(name: string) {
  const labels = { app: name };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      replicas: 0,
      paused: false,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'example.test/app:1' }] },
      },
      strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } },
    },
  };
}

const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.contract.slipway.io' },
  spec: {
    group: things.group,
    scope: 'Namespaced',
    names: { plural: 'things', singular: 'thing', kind: 'Thing' },
    versions: [
      {
        name: things.version,
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
};

/** A bound for what never comes, s; no verdict on speed. */
const PATIENCE = 120;

/** Waits until a condition holds. */
async function until(what: string, holds: () => boolean) {
  const deadline = Date.now() + PATIENCE * 1000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `after ${PATIENCE} s still not: ${what}`);
    await sleep(20);
  }
}

const nothing = () => {};
const logger: LoggerService = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  child: () => logger,
};

describe('slipway.clusters on a real API server', () => {
  let instance: Instance;
  let clusters: Clusters;
  let cache: KindCache<KubeObject>;
  const shutDowns: Array<() => void | Promise<void>> = [];

  /** The service as a portal has it that signs in with this token. */
  function connect(token: string): Clusters {
    const file = join(instance.dir, `contract-${shutDowns.length}.kubeconfig`);
    const ca = readFileSync(join(instance.dir, 'pki/ca.crt'));
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'c',
          cluster: {
            server: instance.apiserver,
            'certificate-authority-data': ca.toString('base64'),
          },
        },
      ],
      users: [{ name: 'u', user: { token } }],
      contexts: [{ name: CONTEXT, context: { cluster: 'c', user: 'u' } }],
    };
    writeFileSync(file, JSON.stringify(kubeconfig), { mode: 0o600 });
    return DefaultClusters.create({
      settings: readClustersSettings(
        new ConfigReader({
          slipway: {
            clusters: { [CONTEXT]: { impersonate: true } },
            kubeconfig: { file, context: CONTEXT, allowActions: true },
          },
        }),
      ),
      logger,
      lifecycle: {
        addStartupHook: nothing,
        addBeforeShutdownHook: nothing,
        addShutdownHook: hook => {
          shutDowns.push(hook);
        },
      },
    });
  }

  function tokenOf(name: 'portal' | 'viewer'): string {
    return readFileSync(
      join(instance.dir, 'pki', `${name}.token`),
      'utf8',
    ).trim();
  }

  const whole = (raw: Record<string, unknown>) => raw as unknown as KubeObject;

  function watch(resource: ResourceId, from = clusters) {
    return from.watch({
      resource,
      id: 'contract',
      project: whole,
    });
  }

  function patch(operations: JsonPatchOperation[], actor: Actor) {
    return clusters.write(
      CONTEXT,
      {
        verb: 'patch',
        resource: rollouts,
        namespace: NAMESPACE,
        name: 'shop',
        operations,
      },
      actor,
    );
  }

  const kept = (name: string) =>
    cache.get({ cluster: CONTEXT, namespace: NAMESPACE, name });
  const state = (of: KindCache<KubeObject>) => of.freshness()[0]?.state;

  before(async () => {
    instance = up();
    kubectl(['apply', '-f', '-'], rollout('shop'));
    clusters = connect(tokenOf('portal'));
    cache = watch(rollouts);
    await cache.ready();
    await until('rollouts are live', () => state(cache) === 'live');
  });

  after(async () => {
    await Promise.all(shutDowns.map(hook => hook()));
    stack(['down', '--name', INSTANCE, '--wipe']);
  });

  it('sees what is made, changed and deleted', async () => {
    kubectl(['apply', '-f', '-'], rollout('seen'));
    await until('it is there', () => kept('seen') !== undefined);
    const generation = kept('seen')?.metadata.generation;
    kubectl([
      'patch',
      'rollout',
      'seen',
      '-n',
      NAMESPACE,
      '--type=merge',
      '-p',
      '{"spec":{"paused":true}}',
    ]);
    await until(
      'the change is there',
      () => kept('seen')?.metadata.generation !== generation,
    );
    kubectl(['delete', 'rollout', 'seen', '-n', NAMESPACE]);
    await until('it is gone', () => kept('seen') === undefined);
  });

  it('writes as the user, and its test operations decide', async () => {
    const uid = kept('shop')?.metadata.uid;
    const changed = await patch(
      [
        { op: 'test', path: '/metadata/uid', value: uid },
        { op: 'replace', path: '/spec/replicas', value: 0 },
      ],
      olga,
    );
    assert.equal(changed?.metadata.uid, uid);

    await assert.rejects(
      patch([{ op: 'test', path: '/metadata/uid', value: 'other' }], olga),
      {
        name: 'ConflictError',
        message: /\/metadata\/uid is not what was seen/,
      },
    );
    await assert.rejects(
      patch([{ op: 'replace', path: '/spec/replicas', value: 'many' }], olga),
      { name: 'InputError', message: /spec\.replicas/ },
    );
    await assert.rejects(
      patch([{ op: 'remove', path: '/spec/nothing' }], olga),
      { name: 'InputError', message: /nothing at \/spec\/nothing/ },
    );
  });

  it('is refused by RBAC in words that name the verb and the resource', async () => {
    await assert.rejects(
      patch([{ op: 'replace', path: '/spec/replicas', value: 1 }], vera),
      {
        name: 'NotAllowedError',
        message:
          /slipway:user:default\/vera patch rollouts\.argoproj\.io in namespace ecommerce/,
      },
    );
    const viewer = connect(tokenOf('viewer'));
    const secretless: ResourceId = {
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      plural: 'clusterroles',
      kind: 'ClusterRole',
    };
    const refused = watch(secretless, viewer);
    await refused.ready();
    assert.equal(state(refused), 'refused');
    assert.match(
      refused.freshness()[0].reason ?? '',
      /RBAC does not let the portal list clusterroles\.rbac\.authorization\.k8s\.io/,
    );
  });

  it('notices a kind that is installed later, and that it goes away', async () => {
    // The instance names no Things in its roles.
    kubectl([
      'create',
      'clusterrolebinding',
      'contract',
      '--clusterrole=cluster-admin',
      '--serviceaccount=slipway:portal',
    ]);
    const installed = watch(things);
    await installed.ready();
    await until(
      'the kind is not installed',
      () => state(installed) === 'not-installed',
    );
    kubectl(['apply', '-f', '-'], crd);
    await until('the kind is live', () => state(installed) === 'live');
    kubectl(['delete', 'crd', crd.metadata.name]);
    await until('the kind is gone', () => state(installed) === 'not-installed');
    kubectl(['delete', 'clusterrolebinding', 'contract']);
  });

  it('is stale while the API server is frozen, and current when it continues', async () => {
    const { pid } = instance.components.apiserver;
    const asOf = () => Date.parse(cache.freshness()[0].since);
    process.kill(pid, 'SIGSTOP');
    try {
      await until('stale', () => state(cache) === 'stale');
      assert.match(cache.freshness()[0].reason ?? '', /went silent/);
      // As of when it was last heard, not of when that was noticed: it is silent for 15 s before it is asked.
      assert.ok(asOf() <= Date.now() - 15_000, cache.freshness()[0].since);
      assert.ok(kept('shop'), 'what was known is still shown');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until('live', () => state(cache) === 'live');
    kubectl(['apply', '-f', '-'], rollout('after-freeze'));
    await until('caught up', () => kept('after-freeze') !== undefined);
  });

  it('is stale while the API server is down, and current soon after', async () => {
    process.kill(instance.components.apiserver.pid, 'SIGKILL');
    const killedAt = Date.now();
    await until('stale', () => state(cache) === 'stale');
    const { since, reason } = cache.freshness()[0];
    // It was last heard of when the connection broke.
    assert.ok(Date.parse(since) >= killedAt, since);
    assert.ok(Date.parse(since) <= Date.now(), since);
    assert.match(reason ?? '', /the connection (is refused|was cut)/);
    assert.ok(kept('shop'), 'what was known is still shown');
    await assert.rejects(patch([], olga), { name: 'ServiceUnavailableError' });

    instance = up();
    kubectl(['apply', '-f', '-'], rollout('after-restart'));
    await until('live', () => state(cache) === 'live');
    await until('caught up', () => kept('after-restart') !== undefined);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT, objectsOf, refusal, render, the } from './helm.mjs';

const values = {
  image: { repository: 'registry.example.com/slipway', tag: '1.0.0' },
  baseUrl: 'https://slipway.example.com',
  postgresql: { host: 'db.example.com', existingSecret: 'slipway-postgresql' },
  auth: { existingSecret: 'slipway-auth' },
};
const rendered = (extra = {}) =>
  render(
    'portal',
    { ...values, ...extra },
    { release: 'portal', namespace: 'slipway' },
  );

describe('the chart of the portal', () => {
  const objects = rendered();
  const { spec } = the(objects, 'StatefulSet');
  const [container] = spec.template.spec.containers;

  it('has two replicas, spread over nodes, of which one at most is away', () => {
    assert.equal(spec.replicas, 2);
    assert.equal(
      spec.template.spec.topologySpreadConstraints[0].topologyKey,
      'kubernetes.io/hostname',
    );
    const budget = the(objects, 'PodDisruptionBudget').spec;
    assert.equal(budget.maxUnavailable, 1);
    assert.deepEqual(budget.selector, spec.selector);
  });

  it('is not root, has no capability and writes to volumes alone', () => {
    assert.equal(spec.template.spec.securityContext.runAsNonRoot, true);
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.deepEqual(
      container.volumeMounts.filter(one => !one.readOnly).map(m => m.mountPath),
      ['/var/lib/slipway/audit', '/tmp'],
    );
  });

  it('sets every variable that app-config.production.yaml reads', () => {
    const text = readFileSync(join(ROOT, 'app-config.production.yaml'), 'utf8')
      .split('\n')
      .filter(line => !line.trim().startsWith('#'))
      .join('\n');
    const read = [...text.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name]) => name);
    const set = container.env.map(({ name }) => name);
    assert.ok(read.length > 5);
    assert.deepEqual(
      read.filter(name => !set.includes(name)),
      [],
    );
  });

  it('has no secret of its own and reads those that exist', () => {
    assert.ok(!objects.some(({ kind }) => kind === 'Secret'));
    const from = container.env.flatMap(one =>
      one.valueFrom ? [one.valueFrom.secretKeyRef.name] : [],
    );
    assert.deepEqual(
      [...new Set(from)],
      ['slipway-postgresql', 'slipway-auth'],
    );
  });

  it('asks for readiness and liveness where Backstage answers', () => {
    assert.equal(
      container.readinessProbe.httpGet.path,
      '/.backstage/health/v1/readiness',
    );
    assert.equal(
      container.livenessProbe.httpGet.path,
      '/.backstage/health/v1/liveness',
    );
  });

  it('replaces its pods when the configuration changes', () => {
    const sum = config =>
      the(rendered({ config }), 'StatefulSet').spec.template.metadata
        .annotations['checksum/config'];
    assert.notEqual(sum({ a: 1 }), sum({ a: 2 }));
  });

  it('has the roles that are tried on a real API server, and no wider ones', () => {
    const tried = objectsOf(
      readFileSync(
        join(ROOT, 'tools/real-stack/manifests/rbac-portal.yaml'),
        'utf8',
      ),
    );
    for (const role of ['view', 'operate']) {
      assert.deepEqual(
        the(objects, 'ClusterRole', `slipway:slipway:portal:${role}`).rules,
        the(tried, 'ClusterRole', `slipway:${role}`).rules,
      );
    }
    const text = JSON.stringify(objects.filter(o => o.kind === 'ClusterRole'));
    for (const word of ['"secrets"', '"*"', 'escalate', '"bind"']) {
      assert.ok(!text.includes(word), word);
    }
  });

  it('impersonates nobody unless names are given', () => {
    assert.ok(!JSON.stringify(objects).includes('"impersonate"'));
    const { rules } = the(
      rendered({
        rbac: { impersonate: { groups: ['slipway:group:default/a'] } },
      }),
      'ClusterRole',
      'slipway:slipway:portal:impersonate',
    );
    assert.deepEqual(rules, [
      {
        apiGroups: [''],
        resources: ['groups'],
        verbs: ['impersonate'],
        resourceNames: ['slipway:group:default/a'],
      },
    ]);
  });

  it('reaches neither everything nor the address of cloud metadata', () => {
    const policy = the(objects, 'NetworkPolicy').spec;
    assert.deepEqual(policy.policyTypes, ['Ingress', 'Egress']);
    for (const { to, ports } of policy.egress) {
      assert.ok(to?.length > 0 && (ports || to[0].namespaceSelector));
      for (const { ipBlock } of to) {
        if (ipBlock?.cidr !== '0.0.0.0/0') continue;
        assert.deepEqual(ipBlock.except, ['169.254.0.0/16']);
      }
    }
  });

  it('has a route where a gateway is named', () => {
    const { spec: route } = the(
      rendered({
        gateway: { name: 'public', namespace: 'ingress', hostname: 'a.b' },
      }),
      'HTTPRoute',
    );
    assert.deepEqual(route.parentRefs, [
      { name: 'public', namespace: 'ingress' },
    ]);
    assert.equal(route.rules[0].backendRefs[0].name, 'portal');
  });

  for (const [what, wrong] of [
    ['one replica', { replicas: 1 }],
    ['the tag latest', { image: { ...values.image, tag: 'latest' } }],
    ['neither tag nor digest', { image: { repository: 'a' } }],
    ['plain HTTP', { baseUrl: 'http://slipway.example.com' }],
    ['no Secret for PostgreSQL', { postgresql: { host: 'a' } }],
    [
      'a password as a value',
      { postgresql: { ...values.postgresql, password: 'x' } },
    ],
    [
      'a user whom somebody else names',
      { rbac: { impersonate: { users: ['admin'] } } },
    ],
    ['an unknown value', { replicaCount: 3 }],
  ]) {
    it(`refuses ${what}`, () => {
      assert.match(
        refusal('portal', { ...values, ...wrong }),
        /don't meet the specifications/,
      );
    });
  }
});

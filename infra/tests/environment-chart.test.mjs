import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusal, render, the } from './helm.mjs';

const values = {
  name: 'try-1',
  namespace: 'env-try-1',
  owner: 'group:default/team-orders',
  expiresAt: '2030-01-01T00:00:00Z',
  labels: { costCenter: 'a1', 'slipway.io/environment': 'prod' },
};
const rendered = extra =>
  render('environment', { ...values, ...extra }, { release: 'try-1' });

describe('the chart of an environment', () => {
  const objects = rendered();

  it('makes the namespace, and puts everything else into it', () => {
    assert.equal(the(objects, 'Namespace').metadata.name, 'env-try-1');
    for (const { kind, metadata } of objects) {
      if (kind === 'Namespace') continue;
      assert.equal(metadata.namespace, 'env-try-1', `${kind} ${metadata.name}`);
    }
  });

  it('labels every object with the environment, and the namespace with its tier', () => {
    for (const { kind, metadata } of objects) {
      const { labels, annotations } = metadata;
      assert.equal(labels['slipway.io/environment-name'], 'try-1', kind);
      assert.equal(
        labels['slipway.io/environment'],
        kind === 'Namespace' ? 'dev' : 'try-1',
        kind,
      );
      assert.equal(labels.costCenter, 'a1', kind);
      assert.equal(annotations['slipway.io/owner'], values.owner, kind);
      assert.equal(annotations['slipway.io/expires-at'], values.expiresAt);
    }
  });

  for (const [size, quota, cpu] of [
    ['small', {}, '2'],
    ['large', {}, '8'],
    ['small', { cpu: '3' }, '3'],
  ]) {
    it(`limits ${size} with ${JSON.stringify(quota)} to ${cpu} CPUs`, () => {
      const { spec } = the(rendered({ size, quota }), 'ResourceQuota');
      assert.equal(spec.hard['requests.cpu'], cpu);
      assert.equal(spec.hard['services.loadbalancers'], '0');
    });
  }

  it('refuses traffic that nothing allows', () => {
    const { spec } = the(objects, 'NetworkPolicy', 'default-deny');
    assert.deepEqual(spec, {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const egress = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap(policy => policy.spec.egress ?? []);
    assert.ok(
      egress.every(({ to }) => to?.length > 0),
      'a rule of egress reaches everything',
    );
  });

  it('lets pods reach an address that is configured, on its port alone', () => {
    const { spec } = the(
      rendered({
        networkPolicy: { toAddresses: [{ cidr: '10.20.0.0/16', port: 3306 }] },
      }),
      'NetworkPolicy',
      'to-platform',
    );
    assert.deepEqual(spec.egress.at(-1), {
      to: [{ ipBlock: { cidr: '10.20.0.0/16' } }],
      ports: [{ protocol: 'TCP', port: 3306 }],
    });
  });

  it('gives the owner no Secrets, no wildcards and no roles', () => {
    const { rules } = the(objects, 'Role');
    const text = JSON.stringify(rules);
    for (const word of ['"secrets"', '"*"', 'rbac.authorization', 'exec']) {
      assert.ok(!text.includes(word), word);
    }
  });

  it('makes no Role where a ClusterRole is named', () => {
    const bound = rendered({ rbac: { clusterRole: 'slipway:operator' } });
    assert.ok(!bound.some(({ kind }) => kind === 'Role'));
    assert.deepEqual(the(bound, 'RoleBinding').roleRef, {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'slipway:operator',
    });
  });

  it('binds the owner as the portal impersonates it, and operators', () => {
    const { subjects } = the(
      rendered({ rbac: { operators: ['group:default/on-call'] } }),
      'RoleBinding',
    );
    assert.deepEqual(
      subjects.map(({ kind, name }) => [kind, name]),
      [
        ['Group', 'slipway:group:default/team-orders'],
        ['Group', 'slipway:group:default/on-call'],
      ],
    );
    const [user] = the(
      rendered({ owner: 'user:default/olga' }),
      'RoleBinding',
    ).subjects;
    assert.deepEqual(
      [user.kind, user.name],
      ['User', 'slipway:user:default/olga'],
    );
  });

  for (const [what, wrong] of [
    ['a namespace of the platform', { namespace: 'kube-system' }],
    ['a namespace of Linkerd', { namespace: 'linkerd-viz' }],
    ['a name that is no DNS label', { name: 'Try_1' }],
    ['a name with a template expression', { name: '{{ env "HOME" }}' }],
    ['an owner that is no reference', { owner: 'team-orders' }],
    ['a time that is no time', { expiresAt: 'tomorrow' }],
    ['a size that there is not', { size: 'huge' }],
    ['a tier that there is not', { tier: 'qa' }],
    ['a label with a newline', { labels: { a: 'b\nc: d' } }],
    ['an unknown value', { nmae: 'x' }],
  ]) {
    it(`refuses ${what}`, () => {
      assert.match(
        refusal('environment', { ...values, ...wrong }),
        /don't meet the specifications/,
      );
    });
  }
});

describe('labels of the chart of a service', () => {
  const service = {
    image: { repository: 'example/x', tag: '1.0.0' },
  };

  it('are on every object; those of pods are apart', () => {
    const objects = render('spring-service', {
      ...service,
      labels: { 'slipway.io/environment': 'try-1' },
      podLabels: { 'slipway.io/environment': 'try-2' },
    });
    for (const { kind, metadata } of objects) {
      assert.equal(metadata.labels['slipway.io/environment'], 'try-1', kind);
    }
    const { template } = the(objects, 'Rollout').spec;
    assert.equal(template.metadata.labels['slipway.io/environment'], 'try-2');
  });

  for (const [what, wrong] of [
    ['a label of the chart', { labels: { 'app.kubernetes.io/name': 'y' } }],
    [
      'a label of pods that selects',
      { podLabels: { 'app.kubernetes.io/instance': 'y' } },
    ],
    ['a tag with a newline', { image: { ...service.image, tag: '1\nx: y' } }],
    [
      'a repository with a space',
      { image: { ...service.image, repository: 'a b' } },
    ],
  ]) {
    it(`are refused: ${what}`, () => {
      assert.match(
        refusal('spring-service', { ...service, ...wrong }),
        /don't meet the specifications/,
      );
    });
  }
});

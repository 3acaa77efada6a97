import { imageTag, toPodNow } from './pod.ts';
import type { Pod } from './pod.ts';
import { parseCauses } from './causes.ts';

describe('imageTag', () => {
  it.each([
    ['repo/order:1.2.3', '1.2.3'],
    ['registry:5000/repo/order', 'latest'],
    ['registry:5000/repo/order:0.1.0-slow', '0.1.0-slow'],
    ['repo/order:1.0.0@sha256:abcd', '1.0.0'],
    ['order', 'latest'],
  ])('%s has the tag %s', (image, tag) => {
    expect(imageTag(image)).toBe(tag);
  });
});

describe('toPodNow', () => {
  const pod: Pod = {
    metadata: {
      name: 'order-service-abc-1',
      namespace: 'ecommerce',
      uid: 'u1',
      resourceVersion: '7',
      labels: {
        'backstage.io/kubernetes-id': 'order-service',
        'app.kubernetes.io/instance': 'orders',
        'rollouts-pod-template-hash': 'abc',
      },
      ownerReferences: [
        { kind: 'ReplicaSet', name: 'orders-abc', controller: true },
      ],
    },
    spec: {
      containers: [
        { name: 'proxy', image: 'proxy:9' },
        { name: 'order-service', image: 'repo/order:0.2.0' },
      ],
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };

  it('reads service, workload, ReplicaSet, version and hash', () => {
    expect(toPodNow(pod)).toEqual({
      namespace: 'ecommerce',
      name: 'order-service-abc-1',
      service: 'order-service',
      workload: 'orders',
      replicaSet: 'orders-abc',
      version: '0.2.0',
      templateHash: 'abc',
      ready: true,
    });
  });

  it.each<[string, Partial<Pod>]>([
    ['without the condition', { status: {} }],
    [
      'while it is deleted',
      { metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01' } },
    ],
  ])('is not ready %s', (_, change) => {
    expect(toPodNow({ ...pod, ...change })?.ready).toBe(false);
  });

  it('knows nothing of other pods', () => {
    const labels = { 'app.kubernetes.io/name': 'postgres' };
    expect(
      toPodNow({ ...pod, metadata: { ...pod.metadata, labels } }),
    ).toBeUndefined();
  });
});

describe('parseCauses', () => {
  it('takes what the model knows', () => {
    const causes = [
      { kind: 'error-rate', rate: 0.5, target: { service: 'order-service' } },
      { kind: 'unmeasured', target: {} },
      {
        kind: 'load',
        requestsPerSecond: 50,
        target: { service: 'user-service' },
      },
    ];
    expect(parseCauses(JSON.stringify(causes))).toEqual({ causes });
  });

  it.each([
    ['{', 'not JSON'],
    ['{}', 'must be an array'],
    ['[{"kind":"rain","target":{}}]', 'causes[0]: kind must be one of'],
    ['[{"kind":"unmeasured"}]', 'target must be an object'],
    ['[{"kind":"unmeasured","target":{"svc":"x"}}]', 'target.svc is not known'],
    [
      '[{"kind":"unmeasured","target":{"service":"basket"}}]',
      'not one of the ten services',
    ],
    ['[{"kind":"error-rate","rate":2,"target":{}}]', 'rate must be a number'],
    [
      '[{"kind":"load","requestsPerSecond":1,"target":{}}]',
      'load needs target.service',
    ],
  ])('refuses %s', (text, problem) => {
    expect(parseCauses(text)).toEqual({
      problem: expect.stringContaining(problem),
    });
  });
});

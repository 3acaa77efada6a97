import { maskObject } from './maskObject';

const LITERAL = 'jdbc:mysql://db.internal/orders';
const container = {
  name: 'order-service',
  image: 'example/order-service:1.2',
  env: [
    { name: 'SPRING_PROFILES_ACTIVE', value: LITERAL },
    { name: 'DB', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } },
  ],
};

describe('maskObject', () => {
  it.each<[string, object]>([
    ['a Pod', { spec: { containers: [container] } }],
    [
      'init and ephemeral containers',
      {
        spec: { initContainers: [container], ephemeralContainers: [container] },
      },
    ],
    [
      'a Rollout, a Deployment, a ReplicaSet',
      { spec: { template: { spec: { containers: [container] } } } },
    ],
    [
      'a CronJob',
      {
        spec: {
          jobTemplate: {
            spec: { template: { spec: { containers: [container] } } },
          },
        },
      },
    ],
    [
      'a ControllerRevision',
      { data: { spec: { template: { spec: { containers: [container] } } } } },
    ],
    [
      'what kubectl apply repeats',
      {
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
              spec: { containers: [container] },
            }),
          },
        },
      },
    ],
    [
      'what other tools repeat',
      {
        metadata: {
          annotations: {
            'kapp.k14s.io/original': `  ["${LITERAL}"]`,
            'example.com/yaml': `env:\n- value: ${LITERAL}`,
            'objectset.rio.cattle.io/applied': `${LITERAL}${'A'.repeat(300)}`,
            'kubernetes.io/change-cause': `kubectl set env rollout/x A=${LITERAL}`,
          },
        },
      },
    ],
    [
      'the template of a Rollout with annotations of its own',
      {
        spec: {
          template: { metadata: { annotations: { a: `{"b":"${LITERAL}"}` } } },
        },
      },
    ],
    [
      'managed fields',
      {
        metadata: { managedFields: [{ fieldsV1: { [`v:"${LITERAL}"`]: {} } }] },
      },
    ],
    ['a ConfigMap', { data: { 'application.yml': `url: ${LITERAL}` } }],
    ['a Secret', { data: { url: LITERAL }, stringData: { url: LITERAL } }],
    ['binary data', { binaryData: { url: LITERAL } }],
    ['an environment by name', { spec: { env: { URL: LITERAL } } }],
    [
      'arguments of an analysis',
      { spec: { args: [{ name: 'api-token', value: LITERAL }] } },
    ],
    [
      'what a container said when it ended',
      {
        status: {
          containerStatuses: [
            { lastState: { terminated: { message: `password=${LITERAL}` } } },
          ],
        },
      },
    ],
  ])('hides the value in %s', (_, object) => {
    expect(JSON.stringify(object)).toContain(LITERAL);
    expect(JSON.stringify(maskObject(object))).not.toContain(LITERAL);
  });

  it('hides values that are not texts', () => {
    expect(
      maskObject({ spec: { env: [{ name: 'PIN', value: 4711 }] } }),
    ).toEqual({ spec: { env: [{ name: 'PIN', value: '***' }] } });
  });

  it('keeps what says which object it is and how it is', () => {
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'order-service-abc',
        namespace: 'ecommerce',
        uid: 'u',
        labels: { app: 'order-service', tier: 'auth' },
        annotations: { 'prometheus.io/port': '8080' },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'order-service' }],
      },
      spec: {
        containers: [
          {
            name: 'a',
            image: 'registry/auth:1.0',
            ports: [{ containerPort: 80 }],
            envFrom: [{ secretRef: { name: 'db' } }],
          },
        ],
        volumes: [{ secret: { secretName: 'db' } }],
        tolerations: [{ key: 'spot', operator: 'Equal', value: 'true' }],
      },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', message: 'containers are ready' }],
      },
    };
    expect(maskObject(object)).toEqual(object);
  });

  it('keeps keys of content and names of variables', () => {
    expect(
      maskObject({ data: { 'application.yml': 'x' }, spec: container }),
    ).toEqual({
      data: { 'application.yml': '***' },
      spec: {
        ...container,
        env: [
          { name: 'SPRING_PROFILES_ACTIVE', value: '***' },
          container.env[1],
        ],
      },
    });
  });

  it.each([undefined, null, 'text', 3, []])('leaves %p', value => {
    expect(maskObject(value)).toEqual(value);
  });
});

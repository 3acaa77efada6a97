import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalog from '@backstage/plugin-catalog-backend';
import {
  notificationService,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import permission from '@backstage/plugin-permission-backend';
import activity from '@slipway/plugin-activity-backend';
import breakGlass from '@slipway/plugin-break-glass-backend';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import policy, {
  catalogModuleTrust,
} from '@slipway/plugin-permission-backend-module-slipway';
import rollouts from '@slipway/plugin-rollouts-backend';
import request from 'supertest';
import { stringify } from 'yaml';
import { rollout } from './__testUtils__/objects';
import { usersThroughPlugins, until, usersOf } from '@slipway/test-utils';

const CLUSTER = 'gke';
const GROUPS = {
  'user:default/olga': ['group:default/team-orders'],
  'user:default/carla': ['group:default/team-catalog'],
  'user:default/paula': ['group:default/platform'],
};

const component = (name: string, owner: string, annotations = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, description: `Of ${owner}`, annotations },
  spec: { type: 'service', lifecycle: 'production', owner },
});
const group = (name: string, members: string[] = []) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name },
  spec: { type: 'team', children: [], members },
});
const user = (name: string, memberOf: string[]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name },
  spec: { memberOf },
});
const ID = 'backstage.io/kubernetes-id';

const TRUSTED = [
  component('order-service', 'team-orders'),
  component('payment-service', 'team-orders', { [ID]: 'payment-service' }),
  group('team-orders'),
  group('team-catalog'),
  group('platform'),
  user('olga', ['team-orders']),
  user('carla', ['team-catalog']),
  user('paula', ['platform']),
];
/** What carla's team registers for its own good. */
const UNTRUSTED = [
  component('order-service', 'team-catalog', {
    'slipway.io/untrusted-location': 'false',
  }),
  component('claimer', 'team-catalog', { [ID]: 'payment-service' }),
  component('newcomer', 'team-catalog'),
  component('first-to-claim', 'team-catalog', { [ID]: 'free-service' }),
  group('platform', ['carla']),
  group('new-admins', ['carla']),
  user('carla', ['platform', 'team-orders']),
];

const byId = (name: string) => {
  const object = rollout(name);
  return {
    ...object,
    metadata: { ...object.metadata, annotations: {}, labels: { [ID]: name } },
  };
};

describe.each([
  ['after', ['trusted/all.yaml', 'team/info.yaml']],
  ['before', ['team/info.yaml', 'trusted/all.yaml']],
])('a location that is not trusted, read %s the trusted one', (_, files) => {
  const directory = createMockDirectory();
  const clusters = fakeClusters({
    clusters: [{ name: CLUSTER, environment: 'stage' }],
    objects: {
      [CLUSTER]: {
        'rollouts.argoproj.io': [
          rollout('order-service'),
          rollout('newcomer'),
          byId('payment-service'),
          byId('free-service'),
        ],
      },
    },
  });
  const scheduler = mockServices.scheduler();
  const sent: NotificationSendOptions[] = [];
  let agent: ReturnType<typeof request>;
  let stop: () => Promise<void>;

  const as = (name: string) =>
    mockCredentials.user.header(`user:default/${name}`);
  const get = (name: string, path: string) =>
    agent.get(`/api/${path}`).set('authorization', as(name));
  const pathOf = (name: string) =>
    `rollouts/v1/clusters/${CLUSTER}/namespaces/shop/rollouts/${name}`;
  const accessOf = async (name: string, service: string) =>
    (await get(name, `${pathOf(service)}/access`)).body;
  const promote = (name: string, service: string) =>
    agent
      .post(`/api/${pathOf(service)}/actions/promote`)
      .set('authorization', as(name))
      // Not what is there: whoever may act gets 409, and nothing is changed.
      .send({
        seen: { uid: 'gone', currentPodHash: 'bbb', currentStepIndex: 0 },
      });
  const entity = async (path: string): Promise<Entity | undefined> => {
    const { body, status } = await get(
      'paula',
      `catalog/entities/by-name/${path}`,
    );
    return status === 200 ? body : undefined;
  };

  beforeAll(async () => {
    directory.setContent({
      'trusted/all.yaml': TRUSTED.map(each => stringify(each)).join('---\n'),
      'team/info.yaml': UNTRUSTED.map(each => stringify(each)).join('---\n'),
    });
    const backend = await startTestBackend({
      features: [
        catalog,
        catalogModuleTrust,
        permission,
        policy,
        activity,
        breakGlass,
        rollouts,
        clusters.factory,
        permissionsServiceFactory,
        usersThroughPlugins,
        usersOf(GROUPS),
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({
            send: async notification => {
              sent.push(notification);
            },
          }),
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.test' },
            permission: { enabled: true },
            slipway: {
              catalog: {
                trustedLocations: [
                  { type: 'file', target: `${directory.resolve('trusted')}/` },
                ],
              },
            },
            catalog: {
              rules: [{ allow: ['Component', 'Group', 'User'] }],
              processingInterval: { seconds: 1 },
              locations: files.map(file => ({
                type: 'file',
                target: directory.resolve(file),
              })),
            },
          },
        }),
      ],
    });
    stop = () => backend.stop();
    agent = request(backend.server);
    // The catalog answers first; whoever keeps its entities in memory reads them later. Both have to know them all.
    await until('reading both locations', async () => {
      for (const name of ['claimer', 'newcomer', 'first-to-claim']) {
        if (!(await entity(`component/default/${name}`))) return undefined;
      }
      for (const service of ['order-service', 'payment-service']) {
        if (!(await accessOf('paula', service)).ownerRef) return undefined;
      }
      for (const service of ['newcomer', 'free-service']) {
        const { reason } = (await accessOf('paula', service)).entity;
        if (!reason.includes('not trusted')) return undefined;
      }
      return true;
    });
  }, 300_000);

  afterAll(() => stop());

  it('does not take a service from its owner', async () => {
    expect(await accessOf('olga', 'order-service')).toMatchObject({
      ownerRef: 'group:default/team-orders',
      actions: { promote: { allowed: true } },
    });
    expect((await promote('olga', 'order-service')).status).toBe(409);
    expect((await promote('carla', 'order-service')).status).toBe(403);
    expect(await entity('component/default/order-service')).toMatchObject({
      metadata: { description: 'Of team-orders' },
      spec: { owner: 'team-orders' },
    });
  });

  it('does not take away the rights of an owner by a claim on the same id', async () => {
    expect(await accessOf('olga', 'payment-service')).toMatchObject({
      entity: {
        state: 'bound',
        entityRef: 'component:default/payment-service',
      },
      actions: { promote: { allowed: true } },
    });
  });

  it.each([
    ['that a workload names', 'newcomer'],
    ['that claims an id which is free', 'free-service'],
  ])('gives no right through an entity %s', async (__, service) => {
    for (const name of ['carla', 'olga', 'paula']) {
      const access = await accessOf(name, service);
      expect(access.entity).toMatchObject({ state: 'unbound' });
      expect(access.actions.promote).toEqual({
        allowed: false,
        reason: expect.stringContaining('slipway.catalog.trustedLocations'),
      });
      expect((await promote(name, service)).status).toBe(403);
    }
  });

  it('shows its entities, with a mark that a file cannot set', async () => {
    expect(await entity('component/default/newcomer')).toMatchObject({
      metadata: { annotations: { 'slipway.io/untrusted-location': 'true' } },
    });
    const service = await entity('component/default/order-service');
    expect(service?.metadata.annotations).not.toHaveProperty([
      'slipway.io/untrusted-location',
    ]);
  });

  it('makes nobody a member of a group', async () => {
    expect(await entity('group/default/new-admins')).toBeUndefined();
    const members = await until('members of platform', async () => {
      const platform = await entity('group/default/platform');
      const found = (platform?.relations ?? [])
        .filter(({ type }) => type === 'hasMember')
        .map(({ targetRef }) => targetRef);
      return found.length > 0 ? found : undefined;
    });
    expect(members).toEqual(['user:default/paula']);
    expect(await entity('user/default/carla')).toMatchObject({
      spec: { memberOf: ['team-catalog'] },
    });
  });

  it('shows the platform group each conflict, and nobody else', async () => {
    for (const name of ['olga', 'carla']) {
      expect((await get(name, 'catalog/conflicts/v1')).status).toBe(403);
    }
    const { body, text } = await get('paula', 'catalog/conflicts/v1');
    expect(
      body.items.map((item: { entityRef: string }) => item.entityRef),
    ).toEqual([
      'component:default/order-service',
      'group:default/new-admins',
      'group:default/platform',
      'user:default/carla',
    ]);
    expect(body.items[0]).toEqual({
      entityRef: 'component:default/order-service',
      definitions: [
        { location: 'file:trusted/all.yaml', trusted: true },
        { location: 'file:team/info.yaml', trusted: false },
      ],
      effect: 'Only the trusted one counts.',
    });
    expect(text).not.toContain(directory.path);
  });

  it('sends the platform group one notification for each conflict', async () => {
    await until('a notification', async () => {
      await scheduler.triggerTask('slipway-catalog-conflicts');
      return sent.length > 0 ? true : undefined;
    });
    await scheduler.triggerTask('slipway-catalog-conflicts');
    expect(sent).toHaveLength(4);
    expect(sent[0]).toMatchObject({
      recipients: { type: 'entity', entityRef: ['group:default/platform'] },
      payload: {
        title:
          'Conflict in the catalog: 2 locations define component:default/order-service',
      },
    });
    expect(JSON.stringify(sent)).not.toContain(directory.path);
  });
});

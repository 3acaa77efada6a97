import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalog from '@backstage/plugin-catalog-backend';
import permission from '@backstage/plugin-permission-backend';
import notifications from '@backstage/plugin-notifications-backend';
import activity from '@slipway/plugin-activity-backend';
import breakGlass from '@slipway/plugin-break-glass-backend';
import { BreakGlassGrant } from '@slipway/plugin-break-glass-common';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import policy from '@slipway/plugin-permission-backend-module-slipway';
import rollouts from '@slipway/plugin-rollouts-backend';
import request from 'supertest';
import { stringify } from 'yaml';
import { rollout } from './__testUtils__/objects';
import { usersThroughPlugins, until, usersOf } from '@slipway/test-utils';

const CLUSTER = 'gke';
const ORDER_SERVICE = 'component:default/order-service';
const PAYMENT_SERVICE = 'component:default/payment-service';
const GROUPS: Record<string, string[]> = {
  'user:default/nora': ['group:default/on-call'],
  'user:default/nils': ['group:default/on-call'],
  'user:default/paula': ['group:default/platform'],
};
const SEEN = {
  uid: 'order-service',
  currentPodHash: 'bbb',
  currentStepIndex: 0,
};

/** Catalog entities: two services of one team, and its one member. */
const ENTITIES = [
  ...['order-service', 'payment-service'].map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-orders' },
  })),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'team-orders' },
    spec: { type: 'team', children: [] },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'olga' },
    spec: { memberOf: ['team-orders'] },
  },
];

describe('break-glass through the plugins that take part in it', () => {
  const directory = createMockDirectory();
  const clusters = fakeClusters({
    clusters: [{ name: CLUSTER, environment: 'stage' }],
    objects: {
      [CLUSTER]: {
        'rollouts.argoproj.io': [
          rollout('order-service'),
          rollout('payment-service'),
        ],
      },
    },
  });
  let agent: ReturnType<typeof request>;

  const as = (name: string) =>
    mockCredentials.user.header(`user:default/${name}`);
  const get = (name: string, path: string) =>
    agent.get(path).set('authorization', as(name));
  const rolloutPath = (name: string) =>
    `/api/rollouts/v1/clusters/${CLUSTER}/namespaces/shop/rollouts/${name}`;
  const promote = (name: string, service = 'order-service') =>
    agent
      .post(`${rolloutPath(service)}/actions/promote`)
      .set('authorization', as(name))
      .send({ seen: { ...SEEN, uid: service } });

  beforeAll(async () => {
    directory.setContent({
      'all.yaml': ENTITIES.map(entity => stringify(entity)).join('---\n'),
    });
    const backend = await startTestBackend({
      features: [
        catalog,
        permission,
        notifications,
        policy,
        activity,
        breakGlass,
        rollouts,
        clusters.factory,
        permissionsServiceFactory,
        usersThroughPlugins,
        usersOf(GROUPS),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.test' },
            permission: { enabled: true },
            catalog: {
              rules: [{ allow: ['Component', 'Group', 'User'] }],
              locations: [
                { type: 'file', target: directory.resolve('all.yaml') },
              ],
            },
          },
        }),
      ],
    });
    agent = request(backend.server);
    for (const name of ['order-service', 'payment-service']) {
      await until(`binding ${name} to its entity`, async () => {
        const { body } = await get('paula', `${rolloutPath(name)}/access`);
        return body.entity?.state === 'bound' && body.ownerRef
          ? true
          : undefined;
      });
    }
    // Who is notified of a grant is read from the catalog at that moment.
    await until('the member of the team', async () => {
      const { body } = await get(
        'paula',
        '/api/catalog/entities/by-name/group/default/team-orders',
      );
      return body.relations?.some(
        ({ targetRef }: { targetRef: string }) =>
          targetRef === 'user:default/olga',
      )
        ? true
        : undefined;
    });
  }, 300_000);

  it('nora may not act, breaks the glass for one service, acts there only, ends it, and may not act again', async () => {
    const refused = await promote('nora');
    expect(refused.status).toBe(403);
    const before = await get('nora', `${rolloutPath('order-service')}/access`);
    expect(before.body.breakGlass.mayOpen).toBe(true);

    const opened = await agent
      .post('/api/break-glass/v1/grants')
      .set('authorization', as('nora'))
      .send({
        entityRef: ORDER_SERVICE,
        reason: 'Errors of 40 %, nobody answers',
        minutes: 30,
      });
    expect(opened.status).toBe(201);
    const grant: BreakGlassGrant = opened.body;

    const during = await get('nora', `${rolloutPath('order-service')}/access`);
    expect(during.body.breakGlass.grant).toEqual(grant);
    expect(during.body.actions.promote).toEqual({ allowed: true });
    expect((await promote('nora', 'payment-service')).status).toBe(403);
    expect((await promote('nils')).status).toBe(403);
    expect((await promote('nora')).status).toBe(200);
    expect(clusters.writes.map(({ actor }) => actor.userEntityRef)).toEqual([
      'user:default/nora',
    ]);

    const ended = await agent
      .delete(`/api/break-glass/v1/grants/${grant.id}`)
      .set('authorization', as('nora'));
    expect(ended.status).toBe(200);
    const after = await promote('nora');
    expect(after.status).toBe(403);

    const { body: record } = await get(
      'vera',
      `/api/activity/v1/entries?source=user&entityRef=${ORDER_SERVICE}`,
    );
    expect(
      record.items
        .map(({ type, actor, outcome }: Record<string, string>) =>
          [type, actor, outcome].join(' '),
        )
        .reverse(),
    ).toEqual([
      'break-glass-opened user:default/nora succeeded',
      'promote user:default/nora succeeded',
      'break-glass-ended user:default/nora succeeded',
    ]);
    const promotion = record.items.find(
      ({ type }: { type: string }) => type === 'promote',
    );
    expect(promotion.summary).toBe('Promote order-service under break-glass');
    expect(promotion.before.breakGlass).toBe(grant.id);

    const notice = await until('telling the owner', async () => {
      const { body } = await get('olga', '/api/notifications/notifications');
      return body.notifications?.find(
        (one: { payload: { topic?: string } }) =>
          one.payload.topic === 'break-glass',
      );
    });
    expect(notice.payload).toMatchObject({
      title: expect.stringContaining('nora'),
      description: 'Errors of 40 %, nobody answers',
    });
  }, 300_000);

  it('the platform group ends the grants of others', async () => {
    const { body: grant } = await agent
      .post('/api/break-glass/v1/grants')
      .set('authorization', as('nils'))
      .send({ entityRef: PAYMENT_SERVICE, reason: 'The payments are stuck' });
    const end = (name: string) =>
      agent
        .delete(`/api/break-glass/v1/grants/${grant.id}`)
        .set('authorization', as(name));
    expect((await end('nora')).status).toBe(403);
    expect((await end('paula')).status).toBe(200);
    const { body } = await get('vera', '/api/break-glass/v1/grants');
    expect(body.items).toEqual([]);
  }, 300_000);
});

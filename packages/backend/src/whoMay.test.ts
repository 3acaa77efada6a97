import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalog from '@backstage/plugin-catalog-backend';
import kubernetes from '@backstage/plugin-kubernetes-backend';
import notifications from '@backstage/plugin-notifications-backend';
import permission from '@backstage/plugin-permission-backend';
import activity from '@slipway/plugin-activity-backend';
import breakGlass from '@slipway/plugin-break-glass-backend';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import kubernetesModule from '@slipway/plugin-kubernetes-backend-module-slipway';
import live from '@slipway/plugin-live-backend';
import policy from '@slipway/plugin-permission-backend-module-slipway';
import rollouts from '@slipway/plugin-rollouts-backend';
import request from 'supertest';
import { stringify } from 'yaml';
import { rollout } from './__testUtils__/objects';
import { usersThroughPlugins, until, usersOf } from '@slipway/test-utils';

const CLUSTER = 'gke';
const SECRET = 'hunter2hunter2';
const GROUPS = {
  'user:default/olga': ['group:default/team-orders'],
  'user:default/carla': ['group:default/team-catalog'],
  'user:default/nora': ['group:default/on-call'],
  'user:default/paula': ['group:default/platform'],
};

const component = (name: string, owner: string, annotations = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
  spec: { type: 'service', lifecycle: 'production', owner },
});
const group = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name },
  spec: { type: 'team', children: [] },
});
const ENTITIES = [
  component('order-service', 'team-orders'),
  // Of carla's team, and points at the workload of olga's.
  component('shadow', 'team-catalog', {
    'backstage.io/kubernetes-id': 'order-service',
  }),
  ...['team-orders', 'team-catalog'].map(group),
];

/** Who calls: nobody, a static token, another plugin, and people. */
const CALLERS = [
  'nobody',
  'token',
  'plugin',
  'vera',
  'carla',
  'nora',
  'olga',
  'paula',
] as const;
type Caller = (typeof CALLERS)[number];
const PEOPLE: Caller[] = ['vera', 'carla', 'nora', 'olga', 'paula'];
const SIGNED_IN: Caller[] = ['token', 'plugin', ...PEOPLE];

const ROLLOUT = `rollouts/v1/clusters/${CLUSTER}/namespaces/shop/rollouts/order-service`;
/** Not what is there: whoever may act gets a 409 because it changed, and nothing is changed. */
const STALE = { uid: 'gone', currentPodHash: 'bbb', currentStepIndex: 0 };
const ACTIONS: Record<string, object> = {
  promote: {},
  'promote-full': {},
  'skip-step': {},
  pause: {},
  resume: {},
  abort: {},
  retry: {},
  restart: {},
  undo: { args: { toRevision: 1 } },
  'set-image': { args: { images: [{ container: 'app', image: 'x:1' }] } },
  'terminate-analysis': { args: { analysisRun: 'a', uid: 'u' } },
};
const GRANT = {
  entityRef: 'component:default/order-service',
  reason: 'Errors of 40 %, nobody answers',
};
const ENTRY = {
  plugin: 'rollouts',
  type: 'promote',
  actor: 'user:default/vera',
  target: { cluster: CLUSTER, namespace: 'shop', kind: 'Rollout', name: 'x' },
  summary: 'Promote x',
};

/** Method and path below `/api`; who gets further than the door; what is sent. Everybody else is refused. */
const ROUTES: Array<[string, string, readonly Caller[], object?]> = [
  ['get', 'rollouts/v1/rollouts', SIGNED_IN],
  ['get', 'rollouts/v1/clusters', SIGNED_IN],
  ['get', 'rollouts/v1/entities/component/default/shadow/rollouts', SIGNED_IN],
  ['get', ROLLOUT, SIGNED_IN],
  ['get', `${ROLLOUT}/access`, SIGNED_IN],
  ['get', `${ROLLOUT}/diff?from=1&to=2`, SIGNED_IN],
  [
    'get',
    `${ROLLOUT}/metrics?start=2026-01-01T10:00:00Z&end=2026-01-01T11:00:00Z&step=15`,
    SIGNED_IN,
  ],
  ...Object.entries(ACTIONS).map(
    ([action, extra]): [string, string, readonly Caller[], object] => [
      'post',
      `${ROLLOUT}/actions/${action}`,
      ['olga', 'paula'],
      { seen: STALE, confirm: { name: 'order-service' }, ...extra },
    ],
  ),
  ['get', 'break-glass/v1/grants', PEOPLE],
  ['post', 'break-glass/v1/grants', ['nora'], GRANT],
  ['delete', 'break-glass/v1/grants/no-such-grant', PEOPLE],
  [
    'get',
    'break-glass/v1/grants/of?userEntityRef=user:default/nora',
    ['plugin'],
  ],
  ['get', 'activity/v1/entries', SIGNED_IN],
  ['post', 'activity/v1/user', ['plugin'], ENTRY],
  [
    'post',
    'activity/v1/user/no-such-entry/finish',
    ['plugin'],
    { outcome: 'succeeded' },
  ],
  [
    'post',
    'activity/v1/platform',
    ['plugin'],
    {
      ...ENTRY,
      actor: undefined,
      key: 'gke/x/paused/1',
      severity: 'info',
      at: '2026-01-01T10:00:00Z',
    },
  ],
  // Without topics: the door alone. Each topic asks for itself.
  ['post', 'live/stream', SIGNED_IN, {}],
  ['get', 'kubernetes/clusters', SIGNED_IN],
  ['get', 'kubernetes/proxy/api/v1/namespaces/shop/secrets', []],
  ['delete', 'kubernetes/proxy/api/v1/namespaces/shop/pods/x', []],
];

const DOORS: Record<number, string> = { 401: 'not signed in', 403: 'refused' };

describe('who may', () => {
  const directory = createMockDirectory();
  const object = rollout('order-service');
  const clusters = fakeClusters({
    clusters: [{ name: CLUSTER, environment: 'prod' }],
    objects: {
      [CLUSTER]: {
        'rollouts.argoproj.io': [
          {
            ...object,
            spec: {
              ...object.spec,
              template: {
                ...object.spec.template,
                spec: {
                  containers: [
                    {
                      name: 'app',
                      image: 'x:2',
                      env: [{ name: 'DB', value: SECRET }],
                    },
                  ],
                },
              },
            },
          },
        ],
      },
    },
  });
  const audited: Array<{ eventId: string; actor: unknown; outcome?: string }> =
    [];
  let agent: ReturnType<typeof request>;

  function headerOf(caller: Caller, targetPluginId: string): string {
    if (caller === 'nobody') return mockCredentials.none.header();
    if (caller === 'token' || caller === 'plugin') {
      return mockCredentials.service.header({
        onBehalfOf: mockCredentials.service(
          caller === 'token' ? 'external:ci' : 'plugin:rollouts',
        ),
        targetPluginId,
      });
    }
    return mockCredentials.user.header(`user:default/${caller}`);
  }

  async function call(
    method: string,
    path: string,
    caller: Caller,
    body?: object,
  ) {
    const url = `/api/${path}`;
    const sent = {
      get: () => agent.get(url),
      post: () => agent.post(url),
      delete: () => agent.delete(url),
    }[method]!().set('authorization', headerOf(caller, path.split('/')[0]));
    return body ? sent.send(body) : sent;
  }

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
        live,
        rollouts,
        kubernetes,
        kubernetesModule,
        clusters.factory,
        permissionsServiceFactory,
        usersThroughPlugins,
        usersOf(GROUPS),
        mockServices.auditor.mock({
          createEvent: async ({ eventId, meta }) => {
            const event: (typeof audited)[number] = {
              eventId,
              actor: meta?.actor,
            };
            audited.push(event);
            return {
              success: async () => {
                event.outcome = 'succeeded';
              },
              fail: async ({ error }) => {
                event.outcome = `${error.name}: ${error.message}`;
              },
            };
          },
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.test' },
            permission: { enabled: true },
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [],
            },
            catalog: {
              rules: [{ allow: ['Component', 'Group'] }],
              locations: [
                { type: 'file', target: directory.resolve('all.yaml') },
              ],
            },
          },
        }),
      ],
    });
    agent = request(backend.server);
    await until('binding order-service to its entity', async () => {
      const { body } = await call('get', `${ROLLOUT}/access`, 'paula');
      return body.entity?.state === 'bound' && body.ownerRef ? true : undefined;
    });
  }, 300_000);

  it.each(
    ROUTES.map(([method, path, may, body]) => ({ method, path, may, body })),
  )('$method $path', async ({ method, path, may, body }) => {
    const seen: Array<[Caller, string]> = [];
    for (const caller of CALLERS) {
      const { status, text } = await call(method, path, caller, body);
      expect(status).toBeLessThan(500);
      expect(text).not.toContain(SECRET);
      seen.push([caller, DOORS[status] ?? 'open']);
    }
    expect(seen).toEqual(
      CALLERS.map(caller => {
        if (caller === 'nobody') return [caller, 'not signed in'];
        return [caller, may.includes(caller) ? 'open' : 'refused'];
      }),
    );
  });

  it('nothing was changed in the cluster by all this', () => {
    expect(clusters.writes).toEqual([]);
  });

  it.each(Object.keys(ACTIONS))(
    '%s: each try of a user is audited with who it was and how it ended',
    action => {
      const events = audited.filter(({ eventId }) => eventId === action);
      const pastTheDoor =
        action === 'terminate-analysis' ? 'NotFoundError' : 'ConflictError';
      expect(
        events.map(({ actor, outcome }) => [actor, outcome?.split(':')[0]]),
      ).toEqual([
        ['user:default/vera', 'NotAllowedError'],
        ['user:default/carla', 'NotAllowedError'],
        ['user:default/nora', 'NotAllowedError'],
        ['user:default/olga', pastTheDoor],
        ['user:default/paula', pastTheDoor],
      ]);
    },
  );

  it('no audit event holds a value of the environment', () => {
    expect(JSON.stringify(audited)).not.toContain(SECRET);
  });
});

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
import portalApis from '@slipway/plugin-actions-node/catalog';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import kubernetesModule from '@slipway/plugin-kubernetes-backend-module-slipway';
import policy from '@slipway/plugin-permission-backend-module-slipway';
import {
  RouteSample,
  until,
  usersOf,
  usersThroughPlugins,
  Who,
} from '@slipway/test-utils';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import request from 'supertest';
import { stringify } from 'yaml';
import { rollout } from './__testUtils__/objects';
import { pluginsOfPortal } from './__testUtils__/pluginsOfPortal';

/** Those of the rows beside the plugins. */
const CLUSTER = 'gke-prod';
const NAMESPACE = 'ecommerce';
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
  component('slipway', 'platform'),
  component('order-service', 'team-orders'),
  // Of carla's team, and points at the workload of olga's.
  component('shadow', 'team-catalog', {
    'backstage.io/kubernetes-id': 'order-service',
  }),
  ...['team-orders', 'team-catalog'].map(group),
];

/** Who calls: nobody, a static token, another plugin, and users. */
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
const ALL_USERS: Caller[] = ['vera', 'carla', 'nora', 'olga', 'paula'];
const SIGNED_IN: Caller[] = ['token', 'plugin', ...ALL_USERS];

const ROLLOUT = `rollouts/v1/clusters/${CLUSTER}/namespaces/${NAMESPACE}/rollouts/order-service`;
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
/** Whom each name in the rows of plugins lets past the door. */
const WHO: Record<Who, readonly Caller[]> = {
  everybody: CALLERS,
  'signed in': ALL_USERS,
  owner: ['olga', 'paula'],
  platform: ['paula'],
  'no user': [],
  nowhere: [],
};
const SERVICES: Record<
  NonNullable<RouteSample['services']>,
  readonly Caller[]
> = { all: ['token', 'plugin'], plugins: ['plugin'], none: [] };
const USERS: Record<NonNullable<RouteSample['users']>, readonly Caller[]> = {
  'on-call': ['nora'],
  all: ALL_USERS,
};

type Row = [
  method: string,
  path: string,
  may: readonly Caller[],
  body?: object,
];

/** Method and path below `/api`; who gets further than the door; what is sent. Everybody else is refused. */
const ROUTES: Row[] = [
  ['get', 'rollouts/v1/entities/component/default/shadow/rollouts', SIGNED_IN],
  ...Object.entries(ACTIONS).map(
    ([action, extra]): Row => [
      'post',
      `${ROLLOUT}/actions/${action}`,
      ['olga', 'paula'],
      { seen: STALE, confirm: { name: 'order-service' }, ...extra },
    ],
  ),
  ['get', 'kubernetes/clusters', SIGNED_IN],
  ['get', 'kubernetes/proxy/api/v1/namespaces/shop/secrets', []],
  ['delete', 'kubernetes/proxy/api/v1/namespaces/shop/pods/x', []],
];

const PLUGINS = pluginsOfPortal();
const DOCUMENT = 'GET /openapi.json';

/** The rows that stand beside each plugin, with services and on-call. */
const ROUTES_OF_PLUGINS: Row[] = PLUGINS.flatMap(
  ({ whoMay }) =>
    Object.entries(whoMay?.routes ?? {}).map(
      ([key, [who, sample = {}]]): Row => {
        const [method, path] = key.split(' ');
        const services =
          sample.services ??
          (method === 'GET' && who !== 'no user' ? 'all' : 'none');
        return [
          method.toLowerCase(),
          `${whoMay!.pluginId}${
            sample.path ?? path.replace(/:[a-zA-Z]+/g, 'x')
          }`,
          [
            ...WHO[who],
            ...SERVICES[services],
            ...(sample.users ? USERS[sample.users] : []),
          ],
          sample.body as object | undefined,
        ];
      },
    ),
  // A grant opens more; it is given last.
).sort(
  ([, one], [, other]) =>
    Number(one.startsWith('break-glass/')) -
    Number(other.startsWith('break-glass/')),
);

const DOORS: Record<number, string> = { 401: 'not signed in', 403: 'refused' };

// One test is eight requests, each with its permissions.
jest.setTimeout(60_000);

describe('who may', () => {
  const directory = createMockDirectory();
  const object = rollout('order-service', NAMESPACE);
  const clusters = fakeClusters({
    clusters: [
      { name: CLUSTER, environment: 'prod' },
      { name: 'aks-dev', environment: 'dev' },
    ],
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
  /** Knows nothing. */
  let sandbox: Server;

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
    sandbox = createServer((_req, res) => {
      res.writeHead(404, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ error: { message: 'No such service' } }));
    });
    await new Promise<void>(resolve => {
      sandbox.listen(0, '127.0.0.1', resolve);
    });
    const { port } = sandbox.address() as AddressInfo;
    directory.setContent({
      'all.yaml': ENTITIES.map(entity => stringify(entity)).join('---\n'),
    });
    const backend = await startTestBackend({
      features: [
        catalog,
        portalApis,
        permission,
        notifications,
        policy,
        ...PLUGINS.map(({ feature }) => feature),
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
            slipway: {
              sandboxPanel: { url: `http://127.0.0.1:${port}`, token: 't' },
            },
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

  afterAll(() => {
    sandbox.closeAllConnections();
    sandbox.close();
  });

  it.each(PLUGINS)('$name says who may use its routes', ({ whoMay }) => {
    expect(Object.keys(whoMay?.routes ?? {})).not.toEqual([]);
  });

  it.each(
    [...ROUTES, ...ROUTES_OF_PLUGINS].map(([method, path, may, body]) => ({
      method,
      path,
      may,
      body,
    })),
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

  describe.each(
    PLUGINS.filter(({ whoMay }) =>
      Object.keys(whoMay?.routes ?? {}).some(
        route => route === DOCUMENT || route.includes('/actions/:action'),
      ),
    ),
  )('the OpenAPI document of $name', ({ whoMay }) => {
    const pluginId = whoMay!.pluginId;

    it('is valid, and has every route that there is and no other', async () => {
      const { body, status } = await call(
        'get',
        `${pluginId}/openapi.json`,
        'vera',
      );
      expect(status).toBe(200);
      const { errors } = await new Validator().validate(body);
      expect(errors).toBeUndefined();
      const documented = Object.entries<object>(body.paths).flatMap(
        ([path, methods]) =>
          Object.keys(methods).map(
            method =>
              `${method.toUpperCase()} ${path
                .replace(/\{([a-zA-Z]+)\}/g, ':$1')
                .replace(
                  /\/actions\/[a-z-]+(?=$|\/approval$)/,
                  '/actions/:action',
                )}`,
          ),
      );
      expect([...new Set([...documented, DOCUMENT])].sort()).toEqual(
        Object.keys(whoMay!.routes).sort(),
      );
    });

    it('says of each route more than its address', async () => {
      const { body } = await call('get', `${pluginId}/openapi.json`, 'vera');
      const operations = Object.values<Record<string, { summary: string }>>(
        body.paths,
      ).flatMap(methods => Object.values(methods));
      expect(
        operations.filter(({ summary }) => summary.includes('/v1/')),
      ).toEqual([]);
    });

    it('is an API of the portal in the catalog', async () => {
      const entity = await until(`slipway-${pluginId}`, async () => {
        const { body } = await call(
          'get',
          `catalog/entities/by-name/api/default/slipway-${pluginId}`,
          'vera',
        );
        return body.relations?.length >= 2 ? body : undefined;
      });
      expect(JSON.parse(entity.spec.definition).info.title).toMatch(
        /^Slipway /,
      );
      expect(entity.relations).toEqual(
        expect.arrayContaining([
          {
            type: 'apiProvidedBy',
            targetRef: 'component:default/slipway',
          },
        ]),
      );
    });
  });

  it('an action is described by its definition', async () => {
    const { body } = await call('get', 'rollouts/openapi.json', 'vera');
    const path =
      '/v1/clusters/{cluster}/namespaces/{namespace}/rollouts/{name}/actions';
    expect(Object.keys(body.paths).filter(one => one.startsWith(path))).toEqual(
      [...Object.keys(ACTIONS), '{action}/stops'].map(
        name => `${path}/${name}`,
      ),
    );
    const { summary, description, requestBody } =
      body.paths[`${path}/undo`].post;
    expect(summary).toBe('Undo');
    expect(description).toMatch(
      /rollouts\.undo on the catalog entity.*audit event is undo/,
    );
    const { schema } = requestBody.content['application/json'];
    expect(schema.required).toEqual(['seen', 'args']);
    expect(schema.properties.override.required).toEqual(['reason', 'digest']);
    expect(schema.properties.args.properties.toRevision).toMatchObject({
      type: 'integer',
    });
  });

  it('nothing was changed in the cluster by all this', () => {
    expect(clusters.writes).toEqual([]);
  });

  it('a grant ends faults and load runs, and starts none', async () => {
    const onService: Array<{ name: string }> = [];
    for (const { whoMay } of PLUGINS) {
      const { status, body } = await call(
        'get',
        `${whoMay!.pluginId}/.well-known/backstage/permissions/metadata`,
        'paula',
      );
      const permissions = status === 200 ? body.permissions : [];
      onService.push(
        ...permissions.filter(
          (one: { resourceType?: string; attributes: { action?: string } }) =>
            one.resourceType === 'catalog-entity' &&
            one.attributes.action !== 'read',
        ),
      );
    }
    const { body } = await call('post', 'permission/authorize', 'nora', {
      items: onService.map(asked => ({
        id: asked.name,
        permission: asked,
        resourceRef: 'component:default/order-service',
      })),
    });
    const given = body.items
      .filter(({ result }: { result: string }) => result === 'ALLOW')
      .map(({ id }: { id: string }) => id);
    expect(
      given.filter((name: string) => !name.startsWith('rollouts.')),
    ).toEqual(
      expect.arrayContaining([
        'loadtest.stop',
        'chaos.fault.pause',
        'chaos.fault.abort',
        'chaos.fault.stop',
        'resilience.stop',
      ]),
    );
    expect(given).toContain('rollouts.abort');
    expect(
      given.filter((name: string) =>
        /\.(launch|start|resume|release)$/.test(name),
      ),
    ).toEqual(['rollouts.resume']);
  });

  it('asks for grants once in each action', async () => {
    const fetched = jest.spyOn(global, 'fetch');
    await call('post', `${ROLLOUT}/actions/abort`, 'nora', {
      seen: STALE,
      confirm: { name: 'order-service' },
    });
    const asked = fetched.mock.calls.filter(([url]) =>
      String(url).includes('/grants/of'),
    );
    fetched.mockRestore();
    expect(asked).toHaveLength(1);
  });

  it.each(Object.keys(ACTIONS))(
    '%s: each try of a user is audited with who it was and how it ended',
    action => {
      // The first try of each; abort is tried again later.
      const events = audited
        .filter(({ eventId }) => eventId === action)
        .slice(0, ALL_USERS.length);
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

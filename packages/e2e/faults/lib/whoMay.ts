import type { RouteRow, RouteSample, Who } from '@slipway/test-utils';
import { routesOfPlugins } from './whoMayPlugins';

/** Who is tried: nobody, a viewer, the owner of order-service, a member of the platform group. */
export const KINDS = ['nobody', 'viewer', 'owner', 'platform'] as const;
export type Kind = (typeof KINDS)[number];

/** Whom each name in the rows lets past the door of a route; all others are refused. */
const WHO: Record<Who, readonly Kind[]> = {
  everybody: KINDS,
  'signed in': ['viewer', 'owner', 'platform'],
  owner: ['owner', 'platform'],
  platform: ['platform'],
  /** Plugins of the portal, or nobody at all. */
  'no user': [],
  /** There is no such address for anybody: what the tree has there is refused before. */
  nowhere: [],
};

/** The kinds that get past the door. */
export function kindsOf(who: Who): readonly Kind[] {
  return WHO[who];
}

const EXAMPLE_ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'x' },
  spec: { type: 'service', lifecycle: 'production', owner: 'x' },
};
const ORDER_SERVICE = 'component:default/order-service';
const ENTITY = '/component/default/order-service';
/** Values with which the template of the portal renders. */
export const TEMPLATE = {
  templateRef: 'template:default/canary-policy',
  values: {
    service: ORDER_SERVICE,
    weights: [20, 50],
    manualAt: 20,
    pauseSeconds: 60,
    successRate: 0.95,
    p95LatencyMs: 400,
  },
};
const AS_VERA: RouteSample = { headers: { 'x-slipway-sample-user': 'vera' } };
const NOTIFICATION = {
  recipients: { type: 'broadcast' },
  payload: { title: 'x' },
};

/** What Backstage itself adds to each plugin; `:plugin` stands for any that has it. */
const OF_EVERY_PLUGIN: Record<string, RouteRow> = {
  'GET /api/:plugin/.backstage/auth/v1/jwks.json': ['everybody'],
  'GET /api/:plugin/.backstage/auth/v1/cookie': ['signed in'],
  'DELETE /api/:plugin/.backstage/auth/v1/cookie': ['signed in'],
  'GET /api/:plugin/.well-known/backstage/permissions/metadata': ['signed in'],
  'POST /api/:plugin/.well-known/backstage/permissions/apply-conditions': [
    'no user',
    { body: { items: [] } },
  ],
  'GET /api/:plugin/.backstage/scheduler/v1/tasks': ['platform'],
  'POST /api/:plugin/.backstage/scheduler/v1/tasks/:id/trigger': ['platform'],
  'POST /api/:plugin/.backstage/scheduler/v1/tasks/:id/cancel': ['platform'],
  // Each tool has a row of its own.
  'GET /api/:plugin/.backstage/actions/v1/actions': ['signed in'],
  'POST /api/:plugin/.backstage/actions/v1/actions/:actionId/invoke': [
    'signed in',
  ],
  'POST /api/:plugin/.backstage/actions/v2/actions/:actionId/invoke': [
    'signed in',
    { body: { input: {} } },
  ],
};

/** Who gets past the door of each route that is Backstage's own, or that of several plugins. */
const OF_BACKSTAGE: Record<string, RouteRow> = {
  'GET /.backstage/health/v1/liveness': ['everybody'],
  'GET /.backstage/health/v1/readiness': ['everybody'],
  // The app is at the root, too; what Backstage adds to its plugin is not.
  'GET /.backstage/auth/v1/jwks.json': ['nowhere'],
  'GET /.backstage/auth/v1/cookie': ['nowhere'],
  'DELETE /.backstage/auth/v1/cookie': ['nowhere'],
  'GET /*': ['everybody', { path: '/catalog' }],
  'GET /api/app/*': ['nowhere', { path: '/api/app/catalog' }],
  // These three let everybody in, and check by themselves.
  'DELETE /api/app/.backstage/auth/v1/cookie': ['everybody'],
  'DELETE /api/auth/.backstage/auth/v1/cookie': ['everybody'],
  'DELETE /api/signals/.backstage/auth/v1/cookie': ['everybody'],
  'GET /api/auth/.well-known/backstage/permissions/metadata': ['everybody'],
  'GET /api/auth/.backstage/actions/v1/actions': ['everybody'],
  'GET /api/signals/health': ['everybody'],

  'GET /api/auth/.well-known/jwks.json': ['everybody'],
  'GET /api/auth/.well-known/oauth-client/cli.json': ['everybody'],
  'GET /api/auth/.well-known/openid-configuration': ['everybody'],
  'ALL /api/auth/:provider/*': ['everybody', { path: '/api/auth/nobody/x' }],
  'ALL /api/auth/github/*': ['everybody', { path: '/api/auth/github/start' }],
  // Gives the token of a sample user to whoever names one: on loopback only (ADR 0013).
  'GET /api/auth/sample-users/handler/frame': ['everybody'],
  'POST /api/auth/sample-users/handler/frame': ['everybody'],
  'GET /api/auth/sample-users/refresh': ['everybody', AS_VERA],
  'POST /api/auth/sample-users/refresh': ['everybody', AS_VERA],
  'GET /api/auth/sample-users/start': ['everybody'],
  'GET /api/auth/v1/userinfo': ['signed in'],

  'POST /api/catalog/analyze-location': [
    'platform',
    { body: { location: { type: 'file', target: 'x' } } },
  ],
  'GET /api/catalog/conflicts/v1': ['platform'],
  'GET /api/catalog/entities': ['signed in'],
  'GET /api/catalog/entities/by-name/:kind/:namespace/:name': [
    'signed in',
    { path: `/api/catalog/entities/by-name${ENTITY}` },
  ],
  'GET /api/catalog/entities/by-name/:kind/:namespace/:name/ancestry': [
    'signed in',
    { path: `/api/catalog/entities/by-name${ENTITY}/ancestry` },
  ],
  'GET /api/catalog/entities/by-query': ['signed in'],
  'POST /api/catalog/entities/by-query': ['signed in', { body: {} }],
  'POST /api/catalog/entities/by-refs': [
    'signed in',
    { body: { entityRefs: [ORDER_SERVICE] } },
  ],
  'DELETE /api/catalog/entities/by-uid/:uid': ['platform'],
  'GET /api/catalog/entities/by-uid/:uid': ['signed in'],
  'GET /api/catalog/entity-facets': [
    'signed in',
    { path: '/api/catalog/entity-facets?facet=kind' },
  ],
  'POST /api/catalog/entity-facets': [
    'signed in',
    { body: { facets: ['kind'] } },
  ],
  'GET /api/catalog/locations': ['signed in'],
  'POST /api/catalog/locations': [
    'platform',
    { body: { type: 'file', target: 'x' } },
  ],
  'DELETE /api/catalog/locations/:id': ['platform'],
  'GET /api/catalog/locations/:id': ['signed in'],
  'PUT /api/catalog/locations/:id': [
    'platform',
    { body: { type: 'file', target: 'x' } },
  ],
  'GET /api/catalog/locations/by-entity/:kind/:namespace/:name': [
    'signed in',
    { path: `/api/catalog/locations/by-entity${ENTITY}` },
  ],
  'POST /api/catalog/locations/by-query': ['signed in', { body: {} }],
  'GET /api/catalog/openapi.json': ['signed in'],
  'POST /api/catalog/refresh': [
    'signed in',
    { body: { entityRef: ORDER_SERVICE } },
  ],
  'POST /api/catalog/validate-entity': [
    'signed in',
    { body: { location: 'url:http://x', entity: EXAMPLE_ENTITY } },
  ],

  'GET /api/kubernetes/clusters': ['signed in'],
  'ALL /api/kubernetes/proxy/*': ['no user'],
  'POST /api/kubernetes/resources/custom/query': [
    'signed in',
    {
      body: {
        entityRef: ORDER_SERVICE,
        customResources: [{ group: 'x', apiVersion: 'v1', plural: 'x' }],
      },
    },
  ],
  'POST /api/kubernetes/resources/workloads/query': [
    'signed in',
    { body: { entityRef: ORDER_SERVICE } },
  ],
  'POST /api/kubernetes/services/:serviceId': [
    'signed in',
    {
      body: {
        entity: {
          ...EXAMPLE_ENTITY,
          metadata: { name: 'order-service', namespace: 'default' },
        },
      },
    },
  ],

  'DELETE /api/mcp-actions/v1': ['signed in'],
  'GET /api/mcp-actions/v1': ['signed in'],
  'POST /api/mcp-actions/v1': ['signed in', { body: {} }],

  'GET /api/notifications': ['signed in'],
  'POST /api/notifications': ['no user', { body: NOTIFICATION }],
  'GET /api/notifications/:id': ['signed in'],
  'GET /api/notifications/notifications': ['signed in'],
  'POST /api/notifications/notifications': ['no user', { body: NOTIFICATION }],
  'GET /api/notifications/notifications/:id': ['signed in'],
  // One's own; others' are not found.
  'POST /api/notifications/notifications/update': [
    'signed in',
    { body: { ids: ['11111111-1111-4111-8111-111111111111'], read: true } },
  ],
  'POST /api/notifications/update': [
    'signed in',
    { body: { ids: ['11111111-1111-4111-8111-111111111111'], read: true } },
  ],
  'GET /api/notifications/openapi.json': ['signed in'],
  'GET /api/notifications/settings': ['signed in'],
  'POST /api/notifications/settings': [
    'signed in',
    {
      body: {
        channels: [
          { id: 'Web', origins: [{ id: 'x', enabled: true, topics: [] }] },
        ],
      },
    },
  ],
  'GET /api/notifications/status': ['signed in'],
  'GET /api/notifications/topics': ['signed in'],

  // Says what a caller may do, nobody too: nothing.
  'POST /api/permission/authorize': ['signed in', { body: { items: [] } }],
  'GET /api/permission/health': ['everybody'],

  'GET /api/scaffolder/openapi.json': ['signed in'],
  'GET /api/scaffolder/v2/actions': ['signed in'],
  'POST /api/scaffolder/v2/autocomplete/:provider/:resource': [
    'signed in',
    { body: { token: 'x' } },
  ],
  'POST /api/scaffolder/v2/dry-run': [
    'platform',
    {
      body: {
        template: {
          apiVersion: 'scaffolder.backstage.io/v1beta3',
          kind: 'Template',
          metadata: { name: 'x' },
          spec: { type: 'service', steps: [] },
        },
        values: {},
        directoryContents: [],
      },
    },
  ],
  'GET /api/scaffolder/v2/tasks': ['signed in'],
  'POST /api/scaffolder/v2/tasks': [
    'signed in',
    { body: { templateRef: 'template:default/none', values: {} } },
  ],
  'GET /api/scaffolder/v2/tasks/:taskId': ['signed in'],
  // No such task; one of somebody else: `somebody else’s task` of access.test.ts.
  'POST /api/scaffolder/v2/tasks/:taskId/cancel': ['signed in'],
  'POST /api/scaffolder/v2/tasks/:taskId/retry': ['signed in'],
  'GET /api/scaffolder/v2/tasks/:taskId/events': ['signed in'],
  'GET /api/scaffolder/v2/tasks/:taskId/eventstream': ['signed in'],
  'GET /api/scaffolder/v2/templates/:namespace/:kind/:name/parameter-schema': [
    'signed in',
    {
      path: '/api/scaffolder/v2/templates/default/template/none/parameter-schema',
    },
  ],
  'GET /api/scaffolder/v2/templating-extensions': ['signed in'],

  'GET /api/search/openapi.json': ['signed in'],
  'GET /api/search/query': ['signed in', { path: '/api/search/query?term=x' }],

  'GET /api/user-settings/buckets/:bucket/keys/:key(*)': [
    'signed in',
    { path: '/api/user-settings/buckets/x/keys/y' },
  ],
  'PUT /api/user-settings/buckets/:bucket/keys/:key(*)': [
    'signed in',
    { path: '/api/user-settings/buckets/x/keys/y', body: { value: 'z' } },
  ],
  'DELETE /api/user-settings/buckets/:bucket/keys/:key(*)': [
    'signed in',
    { path: '/api/user-settings/buckets/x/keys/y' },
  ],
  'POST /api/user-settings/multiget': [
    'signed in',
    { body: { items: [{ bucket: 'x', key: 'y' }] } },
  ],
};

/** Who gets past the door of each route of the running portal: Backstage's own, and those of our plugins. */
export const ROUTES: Readonly<Record<string, RouteRow>> = {
  ...OF_EVERY_PLUGIN,
  ...OF_BACKSTAGE,
  ...routesOfPlugins(),
};

/**
 * Handlers of everything below a path that only stand before routes with rows
 * of their own: parsers of bodies, guards.
 */
export const BEFORE_ROUTES = [
  /^ALL \/api\/\*$/,
  // Bounds of what two tools take; the tools have rows in whoMayTools.ts.
  /^POST \/api\/[^/]+\/\.backstage\/actions\/:version\/actions\/[a-z:-]+\/invoke$/,
  /^ALL \/api\/[^/]+\/\.backstage\/(actions|scheduler)\/\*$/,
  /^ALL \/api\/[^/]+\/\.well-known\/backstage\/permissions(\/apply-conditions)?\/\*$/,
];

/** The row of a route: its own, or that of every plugin. */
export function rowOf(route: string): [key: string, row: RouteRow] | undefined {
  const own = ROUTES[route];
  if (own) return [route, own];
  const common = route.replace(/ \/api\/[^/]+\//, ' /api/:plugin/');
  return ROUTES[common] && [common, ROUTES[common]];
}

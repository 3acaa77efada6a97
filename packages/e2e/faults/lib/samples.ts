import { fuzzSamplesOfPlugins } from './whoMayPlugins';

/**
 * Requests that the routes of a portal take, from which bad ones are made: the
 * nearer a bad request is to a good one, the deeper it gets. Routes that are not
 * here get fields that some route knows (`badRequests.ts`). Those of our plugins
 * stand beside the plugins (`whoMayPlugins.ts`).
 */
export interface Sample {
  body?: unknown;
  query?: Record<string, string | string[]>;
}

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default', annotations: {} },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-orders' },
};
const TEMPLATE = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'dry', namespace: 'default' },
  spec: {
    owner: 'platform',
    type: 'service',
    parameters: [{ title: 'a', properties: { a: { type: 'string' } } }],
    steps: [
      {
        id: 'say',
        name: 'Say',
        action: 'debug:log',
        input: { message: '${{ parameters.a }}' },
      },
    ],
    output: { links: [] },
  },
};
const SEEN = { uid: 'gone', currentPodHash: 'abc', currentStepIndex: 0 };
const RULE = {
  id: '1',
  resourceRef: 'component:default/order-service',
  resourceType: 'catalog-entity',
  conditions: {
    rule: 'IS_ENTITY_OWNER',
    resourceType: 'catalog-entity',
    params: { claims: ['group:default/team-orders'] },
  },
};
const LIST = {
  filter: 'kind=component',
  fields: 'metadata.name',
  limit: '5',
  offset: '0',
  orderField: 'metadata.name,asc',
};

/** By `METHOD path`, as Express names the path. `*` stands for what comes after. */
const SAMPLES: Record<string, Sample> = {
  ...fuzzSamplesOfPlugins(),
  'POST /api/kubernetes/services/:serviceId': {
    body: { entity: ENTITY, auth: {} },
  },
  'POST /api/kubernetes/resources/workloads/query': {
    body: { entityRef: 'component:default/order-service', auth: {} },
  },
  'POST /api/kubernetes/resources/custom/query': {
    body: {
      entityRef: 'component:default/order-service',
      auth: {},
      customResources: [
        { group: 'argoproj.io', apiVersion: 'v1alpha1', plural: 'rollouts' },
      ],
    },
  },
  'POST /api/user-settings/multiget': {
    body: { items: [{ bucket: 'a', key: 'b' }] },
  },
  'PUT /api/user-settings/buckets/:bucket/keys/:key(*)': {
    body: { value: { a: 1 } },
  },
  'POST /api/permission/authorize': {
    body: {
      items: [
        {
          id: '1',
          resourceRef: 'component:default/order-service',
          permission: {
            type: 'resource',
            name: 'catalog.entity.delete',
            attributes: { action: 'delete' },
            resourceType: 'catalog-entity',
          },
        },
        {
          id: '2',
          permission: {
            type: 'basic',
            name: 'catalog.entity.create',
            attributes: { action: 'create' },
          },
        },
      ],
    },
  },
  'POST *apply-conditions': { body: { items: [RULE] } },
  'GET /api/notifications': {
    query: {
      limit: '5',
      offset: '0',
      orderField: 'created,desc',
      search: 'a',
      read: 'true',
      saved: 'false',
      createdAfter: '2026-01-01',
      minimumSeverity: 'high',
      topic: 'a',
    },
  },
  'POST /api/notifications/update': {
    body: { ids: ['1'], read: true, saved: true },
  },
  'POST /api/notifications/settings': {
    body: {
      channels: [
        {
          id: 'Web',
          enabled: true,
          origins: [
            {
              id: 'a',
              enabled: true,
              topics: [{ id: 'b', enabled: true }],
            },
          ],
        },
      ],
    },
  },
  'POST /api/notifications': {
    body: {
      recipients: { type: 'entity', entityRef: 'user:default/vera' },
      payload: { title: 'a', link: '/b', severity: 'high', topic: 'c' },
    },
  },
  'GET /api/search/query': {
    query: {
      term: 'order',
      types: ['software-catalog'],
      'filters[kind]': 'Component',
      pageCursor: 'MQ==',
      pageLimit: '5',
    },
  },
  'GET /api/catalog/entities': { query: { ...LIST, after: 'e30=' } },
  'GET /api/catalog/entities/by-query': {
    query: {
      ...LIST,
      cursor: 'e30=',
      fullTextFilterTerm: 'order',
      fullTextFilterFields: 'metadata.name',
    },
  },
  'POST /api/catalog/entities/by-query': {
    body: {
      query: { kind: 'component' },
      limit: 5,
      offset: 0,
      fields: ['kind'],
      orderBy: [{ field: 'metadata.name', order: 'asc' }],
      fullTextFilter: { term: 'a', fields: ['metadata.name'] },
      cursor: 'e30=',
    },
  },
  'POST /api/catalog/entities/by-refs': {
    body: {
      entityRefs: ['component:default/order-service'],
      fields: ['kind'],
      filter: { kind: 'component' },
      query: { kind: 'component' },
    },
    query: { filter: 'kind=component' },
  },
  'GET /api/catalog/entity-facets': {
    query: { facet: 'kind', filter: 'kind=component' },
  },
  'POST /api/catalog/entity-facets': {
    body: { facets: ['kind'], query: { kind: 'component' } },
  },
  'POST /api/catalog/locations': {
    body: { type: 'url', target: 'https://127.0.0.1:1/catalog.yaml' },
    query: { dryRun: 'true', onConflict: 'refresh' },
  },
  'POST /api/catalog/locations/by-query': {
    body: { limit: 5, query: { type: 'file' }, cursor: 'e30=' },
  },
  'POST /api/catalog/analyze-location': {
    body: {
      location: { type: 'url', target: 'https://127.0.0.1:1/catalog.yaml' },
      catalogFilename: 'a.yaml',
    },
  },
  'POST /api/catalog/validate-entity': {
    body: { entity: ENTITY, location: 'url:https://127.0.0.1:1/a.yaml' },
  },
  'POST /api/catalog/refresh': {
    body: {
      entityRef: 'component:default/order-service',
      authorizationToken: '',
    },
  },
  'POST /api/scaffolder/v2/tasks': {
    body: {
      templateRef: 'template:default/canary-policy',
      values: { a: 'b' },
      secrets: { c: 'd' },
    },
  },
  'GET /api/scaffolder/v2/tasks': {
    query: {
      createdBy: 'user:default/vera',
      limit: '5',
      offset: '0',
      order: 'asc:created_at',
      status: 'completed',
    },
  },
  'GET /api/scaffolder/v2/tasks/:taskId/events': { query: { after: '0' } },
  'GET /api/scaffolder/v2/tasks/:taskId/eventstream': { query: { after: '0' } },
  'POST /api/scaffolder/v2/tasks/:taskId/retry': {
    body: { secrets: { a: 'b' } },
  },
  'POST /api/scaffolder/v2/autocomplete/:provider/:resource': {
    body: { token: 'a', context: { b: 'c' } },
  },
  'POST /api/scaffolder/v2/dry-run': {
    body: {
      template: TEMPLATE,
      values: { a: 'b' },
      secrets: { c: 'd' },
      directoryContents: [{ path: 'a.txt', base64Content: 'YQ==' }],
    },
  },
  'POST /api/mcp-actions/v1': {
    body: {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: 'rollouts.list-rollouts',
        arguments: { cluster: 'gke-prod', needsAttention: true },
      },
    },
  },
  'POST *actions/:actionId/invoke': {
    body: {
      cluster: 'gke-prod',
      namespace: 'ecommerce',
      name: 'a',
      seen: SEEN,
    },
  },
  'GET /api/auth/:provider/start': {
    query: {
      env: 'development',
      origin: 'http://localhost',
      scope: 'a',
      flow: 'popup',
      redirectUrl: '/',
    },
  },
  'GET /api/auth/:provider/handler/frame': {
    query: { state: 'a', code: 'b', error: 'c' },
  },
};

/** The sample of a route. */
export function sampleOf(method: string, path: string): Sample | undefined {
  const exact = SAMPLES[`${method} ${path}`];
  if (exact) return exact;
  const suffix = Object.keys(SAMPLES).find(key => {
    const [verb, pattern] = key.split(' ');
    return (
      verb === method &&
      pattern.startsWith('*') &&
      path.endsWith(pattern.slice(1))
    );
  });
  return suffix === undefined ? undefined : SAMPLES[suffix];
}

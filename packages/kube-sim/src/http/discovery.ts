import { createHash } from 'node:crypto';
import { ServerResponse } from 'node:http';
import { JsonRecord } from '../store/json';
import { apiVersionOf, isCustom } from '../store/resources';
import { noSuchResource } from '../store/status';
import { ResourceType } from '../store/types';
import { send, sendText } from './answers';
import { PageNotFound } from './request';

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** Kinds that can only be created: the answer is in what comes back. */
const review = (
  group: string,
  plural: string,
  kind: string,
  namespaced = false,
): Served => ({
  group,
  version: 'v1',
  plural,
  singular: kind.toLowerCase(),
  kind,
  shortNames: [],
  namespaced,
  subresources: [],
  verbs: ['create'],
});

interface Served extends ResourceType {
  verbs: string[];
}

const REVIEWS: Served[] = [
  review('authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'),
  review('authentication.k8s.io', 'tokenreviews', 'TokenReview'),
  review(
    'authorization.k8s.io',
    'localsubjectaccessreviews',
    'LocalSubjectAccessReview',
    true,
  ),
  review(
    'authorization.k8s.io',
    'selfsubjectaccessreviews',
    'SelfSubjectAccessReview',
  ),
  review(
    'authorization.k8s.io',
    'selfsubjectrulesreviews',
    'SelfSubjectRulesReview',
  ),
  review('authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview'),
];

const served = (types: readonly ResourceType[]): Served[] => [
  ...types.map(type => ({ ...type, verbs: VERBS })),
  ...REVIEWS,
];

const SUBRESOURCES: Record<
  'status' | 'scale' | 'log',
  { verbs: string[]; kind?: [string, string, string] }
> = {
  status: { verbs: ['get', 'patch', 'update'] },
  scale: {
    verbs: ['get', 'patch', 'update'],
    kind: ['autoscaling', 'v1', 'Scale'],
  },
  log: { verbs: ['get'] },
};

function byGroup(types: readonly Served[]): Map<string, Map<string, Served[]>> {
  const groups = new Map<string, Map<string, Served[]>>();
  for (const type of [...types].sort((one, other) =>
    one.plural < other.plural ? -1 : 1,
  )) {
    const versions = groups.get(type.group) ?? new Map<string, Served[]>();
    versions.set(type.version, [...(versions.get(type.version) ?? []), type]);
    groups.set(type.group, versions);
  }
  return groups;
}

export const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether a client takes discovery of all groups in one answer. */
export function wantsAggregated(accept: string): boolean {
  return accept
    .split(',')
    .some(
      part =>
        part.includes('as=APIGroupDiscoveryList') &&
        /v=v2(;|$)/.test(part.trim()),
    );
}

function aggregatedResource(type: Served): JsonRecord {
  const kind = (group: string, version: string, name: string) => ({
    group,
    version,
    kind: name,
  });
  return {
    resource: type.plural,
    responseKind: kind(type.group, type.version, type.kind),
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.verbs,
    ...(type.shortNames.length ? { shortNames: type.shortNames } : {}),
    ...(type.categories ? { categories: type.categories } : {}),
    ...(type.subresources.length
      ? {
          subresources: type.subresources.map(name => ({
            subresource: name,
            responseKind: kind(
              ...(SUBRESOURCES[name].kind ?? [
                type.group,
                type.version,
                type.kind,
              ]),
            ),
            verbs: SUBRESOURCES[name].verbs,
          })),
        }
      : {}),
  };
}

/** Aggregated discovery (`apidiscovery.k8s.io/v2`) of the core group or of all others. */
export function aggregatedDiscovery(
  types: readonly ResourceType[],
  core: boolean,
): { body: JsonRecord; etag: string } {
  const items = [...byGroup(served(types))]
    .filter(([group]) => (group === '') === core)
    .map(([group, versions]) => ({
      metadata: (group ? { name: group } : {}) as JsonRecord,
      versions: [...versions].map(([version, list]) => ({
        version,
        resources: list.map(aggregatedResource),
        freshness: 'Current',
      })),
    }));
  const body = {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items,
  };
  const etag = createHash('sha512')
    .update(JSON.stringify(body))
    .digest('hex')
    .toUpperCase();
  return { body, etag: `"${etag}"` };
}

function plainGroup(group: string, versions: readonly string[]): JsonRecord {
  const named = versions.map(version => ({
    groupVersion: `${group}/${version}`,
    version,
  }));
  return { name: group, versions: named, preferredVersion: named[0] };
}

function resourceList(
  groupVersion: string,
  list: readonly Served[],
): JsonRecord {
  return {
    kind: 'APIResourceList',
    ...(groupVersion === 'v1' ? {} : { apiVersion: 'v1' }),
    groupVersion,
    resources: list.flatMap(type => [
      {
        name: type.plural,
        singularName: type.singular,
        namespaced: type.namespaced,
        kind: type.kind,
        verbs: type.verbs,
        ...(type.shortNames.length ? { shortNames: type.shortNames } : {}),
        ...(type.categories ? { categories: type.categories } : {}),
      },
      ...type.subresources.map(name => {
        const { kind, verbs } = SUBRESOURCES[name];
        return {
          name: `${type.plural}/${name}`,
          singularName: '',
          namespaced: type.namespaced,
          ...(kind ? { group: kind[0], version: kind[1] } : {}),
          kind: kind?.[2] ?? type.kind,
          verbs,
        };
      }),
    ]),
  };
}

/**
 * Discovery one group at a time: `/api`, `/apis`, `/apis/<group>`,
 * `/api/v1`, `/apis/<group>/<version>`.
 *
 * @throws ApiError 404
 */
export function plainDiscovery(
  types: readonly ResourceType[],
  path: string,
  address: string,
): JsonRecord {
  const groups = byGroup(served(types));
  const parts = path.split('/').filter(Boolean);
  if (path === '/api') {
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [
        { clientCIDR: '0.0.0.0/0', serverAddress: address },
      ],
    };
  }
  if (path === '/apis') {
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [...groups]
        .filter(([group]) => group)
        .map(([group, versions]) => plainGroup(group, [...versions.keys()])),
    };
  }
  const [root, first, second] = parts;
  const group = root === 'api' ? '' : first;
  const version = root === 'api' ? first : second;
  const versions = groups.get(group);
  if (!versions) throw new PageNotFound();
  if (version === undefined) {
    return {
      kind: 'APIGroup',
      apiVersion: 'v1',
      ...plainGroup(group, [...versions.keys()]),
    };
  }
  const list = versions.get(version);
  if (!list) {
    throw isCustom({ group }) ? new PageNotFound() : noSuchResource();
  }
  return resourceList(group ? `${group}/${version}` : version, list);
}

const gvPath = (type: Pick<ResourceType, 'group' | 'version'>) =>
  `${type.group ? 'apis' : 'api'}/${apiVersionOf(type)}`;

/** `/openapi/v3`: which documents there are. */
export function openApiIndex(types: readonly ResourceType[]): JsonRecord {
  const paths = [...new Set(types.map(gvPath))].sort();
  return {
    paths: Object.fromEntries(
      paths.map(path => [path, { serverRelativeURL: `/openapi/v3/${path}` }]),
    ),
  };
}

/**
 * The document of one group and version. It has no schemas: it says which
 * kinds there are and that the server validates fields, which is what kubectl
 * looks for before it sends an object.
 *
 * @throws ApiError 404
 */
export function openApiDocument(
  types: readonly ResourceType[],
  path: string,
): JsonRecord {
  const list = types.filter(type => gvPath(type) === path);
  if (list.length === 0) throw noSuchResource();
  return {
    openapi: '3.0.0',
    info: { title: 'Slipway sandbox', version: 'v1.34' },
    paths: Object.fromEntries(
      list.map(type => [
        `/${path}/${type.namespaced ? 'namespaces/{namespace}/' : ''}${
          type.plural
        }/{name}`,
        {
          patch: {
            parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map(
              name => ({
                name,
                in: 'query',
                schema: { type: 'string', uniqueItems: true },
              }),
            ),
            responses: { '200': { description: 'OK' } },
            'x-kubernetes-group-version-kind': {
              group: type.group,
              version: type.version,
              kind: type.kind,
            },
          },
        },
      ]),
    ),
    components: { schemas: {} },
  };
}

const OPENAPI_V2 = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/**
 * `/openapi/v2`, without any path: kubectl asks for it, as protobuf, when
 * version 3 does not have a kind, and then says itself that there is no such
 * kind. An empty message of protobuf is an empty document.
 */
export function sendOpenApiV2(response: ServerResponse, accept: string): void {
  if (accept.includes('protobuf')) {
    sendText(response, 200, '', { 'content-type': OPENAPI_V2 });
    return;
  }
  send(response, 200, {
    swagger: '2.0',
    info: { title: 'Slipway sandbox', version: 'v1.34' },
    paths: {},
  });
}

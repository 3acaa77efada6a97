import { isRecord, JsonRecord } from '../store/json';
import type { MemoryStore } from '../store/MemoryStore';
import { KubeObject, ResourceType } from '../store/types';
import { User } from './types';

/** What somebody wants to do, in the terms of RBAC. */
export interface Attributes {
  verb: string;
  group: string;
  /** `pods`, or `pods/log` for a subresource. */
  resource: string;
  namespace?: string;
  name?: string;
}

export interface Rule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
}

const GROUP = 'rbac.authorization.k8s.io';
const ANYBODY = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const DISCOVERY = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/openapi',
  '/openapi/*',
];
const REVIEWS: ReadonlyArray<readonly [string, string]> = [
  ['authorization.k8s.io', 'selfsubjectaccessreviews'],
  ['authorization.k8s.io', 'selfsubjectrulesreviews'],
  ['authentication.k8s.io', 'selfsubjectreviews'],
];

const texts = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];

const rule = (value: Partial<Rule>): Rule => ({
  verbs: [],
  apiGroups: [],
  resources: [],
  resourceNames: [],
  nonResourceURLs: [],
  ...value,
});

/** What every API server lets everybody who is signed in do. */
const BASIC: Rule[] = [
  ...REVIEWS.map(([group, resource]) =>
    rule({ verbs: ['create'], apiGroups: [group], resources: [resource] }),
  ),
  rule({ verbs: ['get'], nonResourceURLs: [...DISCOVERY, ...ANYBODY] }),
];

function ruleOf(value: JsonRecord): Rule {
  return {
    verbs: texts(value.verbs),
    apiGroups: texts(value.apiGroups),
    resources: texts(value.resources),
    resourceNames: texts(value.resourceNames),
    nonResourceURLs: texts(value.nonResourceURLs),
  };
}

const has = (list: readonly string[], wanted: string) =>
  list.includes('*') || list.includes(wanted);

function covers(candidate: Rule, wanted: Attributes): boolean {
  const [, subresource] = wanted.resource.split('/');
  return (
    has(candidate.verbs, wanted.verb) &&
    has(candidate.apiGroups, wanted.group) &&
    (has(candidate.resources, wanted.resource) ||
      (subresource !== undefined &&
        candidate.resources.includes(`*/${subresource}`))) &&
    (candidate.resourceNames.length === 0 ||
      (wanted.name !== undefined &&
        candidate.resourceNames.includes(wanted.name)))
  );
}

function coversPath(candidate: Rule, verb: string, path: string): boolean {
  return (
    has(candidate.verbs, verb) &&
    candidate.nonResourceURLs.some(
      url =>
        url === '*' ||
        url === path ||
        (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
    )
  );
}

/**
 * RBAC over the Roles and bindings that are in the store, with the bindings
 * that every cluster has: `system:masters` may do all, who is signed in may
 * ask about himself and about what is served.
 */
export class Authorizer {
  constructor(
    private readonly store: MemoryStore,
    private readonly enabled: boolean,
  ) {}

  allows(user: User, wanted: Attributes): boolean {
    if (this.#mayAll(user)) return true;
    return this.rulesFor(user, wanted.namespace).some(candidate =>
      covers(candidate, wanted),
    );
  }

  allowsPath(user: User, verb: string, path: string): boolean {
    if (this.#mayAll(user) || ANYBODY.includes(path)) return true;
    return this.rulesFor(user, undefined).some(candidate =>
      coversPath(candidate, verb, path),
    );
  }

  /** All rules that hold for a user in a namespace (in the whole cluster when there is none). */
  rulesFor(user: User, namespace: string | undefined): Rule[] {
    if (this.#mayAll(user)) {
      return [
        rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }),
        rule({ verbs: ['*'], nonResourceURLs: ['*'] }),
      ];
    }
    return [
      ...(user.groups.includes('system:authenticated') ? BASIC : []),
      ...this.#bound(user, 'clusterrolebindings', undefined),
      ...(namespace ? this.#bound(user, 'rolebindings', namespace) : []),
    ];
  }

  #mayAll(user: User): boolean {
    return (
      user.groups.includes('system:masters') ||
      (!this.enabled && user.groups.includes('system:authenticated'))
    );
  }

  #type(plural: string): ResourceType | undefined {
    return this.store.typeOf(GROUP, plural);
  }

  #bound(user: User, plural: string, namespace: string | undefined): Rule[] {
    const type = this.#type(plural);
    if (!type) return [];
    return this.store
      .list(type, { namespace })
      .filter(binding => this.#names(binding, user))
      .flatMap(binding => this.#rulesOf(binding));
  }

  #names(binding: Readonly<KubeObject>, user: User): boolean {
    const { subjects } = binding as unknown as JsonRecord;
    return (
      Array.isArray(subjects) &&
      subjects.filter(isRecord).some(({ kind, name, namespace }) => {
        switch (kind) {
          case 'User':
            return user.name === name;
          case 'Group':
            return typeof name === 'string' && user.groups.includes(name);
          case 'ServiceAccount':
            return (
              user.name ===
              `system:serviceaccount:${String(
                namespace ?? binding.metadata.namespace,
              )}:${String(name)}`
            );
          default:
            return false;
        }
      })
    );
  }

  #rulesOf(binding: Readonly<KubeObject>): Rule[] {
    const { roleRef } = binding as unknown as JsonRecord;
    if (!isRecord(roleRef) || typeof roleRef.name !== 'string') return [];
    const cluster = roleRef.kind === 'ClusterRole';
    const type = this.#type(cluster ? 'clusterroles' : 'roles');
    const role =
      type &&
      this.store.get(
        type,
        cluster ? undefined : binding.metadata.namespace,
        roleRef.name,
      );
    return role ? this.#rulesOfRole(role) : [];
  }

  /** Rules of a role; those of an aggregated ClusterRole are found by label. */
  #rulesOfRole(role: Readonly<KubeObject>): Rule[] {
    const { rules, aggregationRule } = role as unknown as JsonRecord;
    const own = Array.isArray(rules) ? rules.filter(isRecord).map(ruleOf) : [];
    const type = this.#type('clusterroles');
    if (!type || !isRecord(aggregationRule)) return own;
    const selectors = Array.isArray(aggregationRule.clusterRoleSelectors)
      ? aggregationRule.clusterRoleSelectors.filter(isRecord)
      : [];
    const parts = this.store
      .list(type)
      .filter(
        part =>
          part.metadata.name !== role.metadata.name &&
          !('aggregationRule' in part) &&
          selectors.some(
            ({ matchLabels }) =>
              isRecord(matchLabels) &&
              Object.entries(matchLabels).every(
                ([key, value]) => part.metadata.labels?.[key] === value,
              ),
          ),
      );
    return [...own, ...parts.flatMap(part => this.#rulesOfRole(part))];
  }
}

/** A refusal as RBAC words it. */
export function refusalOf(user: User, wanted: Attributes): string {
  return `User ${JSON.stringify(user.name)} cannot ${
    wanted.verb
  } resource ${JSON.stringify(wanted.resource)} in API group ${JSON.stringify(
    wanted.group,
  )} ${
    wanted.namespace
      ? `in the namespace ${JSON.stringify(wanted.namespace)}`
      : 'at the cluster scope'
  }`;
}

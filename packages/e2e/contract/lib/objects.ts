import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Answer, Api } from './api';
import { at, isRecord, Json } from './json';

/** One event of a watch. */
export interface WatchEvent {
  type: string;
  object: Json;
}

const GROUPS: Record<string, string> = {
  rollouts: '/apis/argoproj.io/v1alpha1',
  experiments: '/apis/argoproj.io/v1alpha1',
  ingresses: '/apis/networking.k8s.io/v1',
  statefulsets: '/apis/apps/v1',
  daemonsets: '/apis/apps/v1',
  analysisruns: '/apis/argoproj.io/v1alpha1',
  analysistemplates: '/apis/argoproj.io/v1alpha1',
  deployments: '/apis/apps/v1',
  replicasets: '/apis/apps/v1',
  roles: '/apis/rbac.authorization.k8s.io/v1',
  rolebindings: '/apis/rbac.authorization.k8s.io/v1',
};

/** Reasons of a `Status` and the codes that go with them. */
const CODES = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
} as const;

export type Reason = keyof typeof CODES;

/** Media types of patches. */
export const MERGE = { contentType: 'application/merge-patch+json' };
export const JSON_PATCH = { contentType: 'application/json-patch+json' };
export const STRATEGIC = {
  contentType: 'application/strategic-merge-patch+json',
};

/** Somebody else than who the target's credentials stand for. */
export interface As {
  user: string;
  groups?: string[];
}

export const headersAs = ({ user, groups }: As) => ({
  'Impersonate-User': user,
  ...(groups ? { 'Impersonate-Group': groups } : {}),
});

export const itemsOf = (list: Json): Json[] =>
  Array.isArray(list.items) ? list.items.filter(isRecord) : [];

export const nameOf = (object: Json) => String(at(object, 'metadata', 'name'));

export const versionOf = (object: Json) =>
  String(at(object, 'metadata', 'resourceVersion'));

export const namesOf = (list: Json): string[] =>
  itemsOf(list).map(nameOf).sort();

/** Why an object is invalid: `field: message`, in order. */
export const causesOf = (failure: Json): string[] => {
  const list = at(failure, 'details', 'causes');
  return (Array.isArray(list) ? list : []).map(
    cause => `${at(cause, 'field')}: ${at(cause, 'message')}`,
  );
};

/** The API as scenarios about its semantics use it: one namespace, plain paths, every answer looked at. */
export class Objects {
  constructor(readonly api: Api, readonly namespace: string) {}

  path(plural: string, name?: string, query = ''): string {
    const base = `${GROUPS[plural] ?? '/api/v1'}/namespaces/${
      this.namespace
    }/${plural}`;
    return `${base}${name ? `/${name}` : ''}${query ? `?${query}` : ''}`;
  }

  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    more: {
      contentType?: string;
      headers?: Record<string, string | string[]>;
      bare?: boolean;
    } = {},
  ): Promise<Answer> {
    return this.api.raw({ method, path, body, ...more });
  }

  /** Sends and requires a status. */
  async expect(
    status: number,
    ...args: Parameters<Objects['send']>
  ): Promise<Json> {
    const answer = await this.send(...args);
    assert.equal(
      answer.status,
      status,
      `${args[0]} ${args[1]}: ${answer.text.slice(0, 500)}`,
    );
    return answer.json;
  }

  /** Requires a failure with this reason and its code, and gives its `Status`. */
  async refused(
    reason: Reason,
    ...args: Parameters<Objects['send']>
  ): Promise<Json> {
    const failure = await this.expect(CODES[reason], ...args);
    assert.deepEqual(
      [failure.kind, failure.status, failure.reason, failure.code],
      ['Status', 'Failure', reason, CODES[reason]],
    );
    return failure;
  }

  create(plural: string, body: Json): Promise<Json> {
    return this.expect(201, 'POST', this.path(plural), body);
  }

  refusedToCreate(
    reason: Reason,
    plural: string,
    body: Json | string,
  ): Promise<Json> {
    return this.refused(reason, 'POST', this.path(plural), body);
  }

  /** Requires that an object is refused for these reasons, and is not there. */
  async invalid(
    plural: string,
    body: Json,
    wanted: Array<string | RegExp>,
  ): Promise<void> {
    const found = causesOf(await this.refusedToCreate('Invalid', plural, body));
    assert.equal(found.length, wanted.length, found.join('\n'));
    wanted.forEach((one, index) => {
      if (typeof one === 'string') assert.equal(found[index], one);
      else assert.match(found[index], one);
    });
    await this.missing(plural, nameOf(body));
  }

  /** A merge patch that is taken. */
  merge(path: string, body: Json): Promise<Json> {
    return this.expect(200, 'PATCH', path, body, MERGE);
  }

  /** A JSON Patch that is taken. */
  jsonPatch(path: string, operations: Json[]): Promise<Json> {
    return this.expect(200, 'PATCH', path, operations, JSON_PATCH);
  }

  /** A deletion that is taken, with its options. */
  remove(plural: string, name: string, options?: Json): Promise<Json> {
    return this.expect(200, 'DELETE', this.path(plural, name), options);
  }

  /** Requires that it is not there. */
  missing(plural: string, name: string): Promise<Json> {
    return this.refused('NotFound', 'GET', this.path(plural, name));
  }

  list(plural: string, query = ''): Promise<Json> {
    return this.expect(200, 'GET', this.path(plural, undefined, query));
  }

  get(plural: string, name: string): Promise<Json> {
    return this.expect(200, 'GET', this.path(plural, name));
  }

  /** One member of an object as it is now. */
  async read(
    plural: string,
    name: string,
    ...path: Array<string | number>
  ): Promise<unknown> {
    return at(await this.get(plural, name), ...path);
  }

  async names(plural: string, query = ''): Promise<string[]> {
    return namesOf(await this.list(plural, query));
  }

  /**
   * Opens a watch. The function that it gives reads up to the event that is
   * the last one wanted, and closes the watch: make a change that ends the
   * story, and wait for that.
   */
  async watch(
    path: string,
    headers?: Record<string, string>,
  ): Promise<
    (isLast: (event: WatchEvent) => boolean) => Promise<WatchEvent[]>
  > {
    const { next, close } = await this.api.lines(path, headers);
    return async isLast => {
      const events: WatchEvent[] = [];
      try {
        for (;;) {
          const line = await next();
          assert.ok(
            line !== undefined,
            `The watch ended after ${JSON.stringify(events)}`,
          );
          const event: WatchEvent = JSON.parse(line);
          events.push(event);
          if (isLast(event)) return events;
        }
      } finally {
        close();
      }
    };
  }

  /** Waits until an object is gone. */
  async untilGone(plural: string, name: string): Promise<void> {
    const end = Date.now() + 90_000;
    for (;;) {
      const { status } = await this.send('GET', this.path(plural, name));
      if (status === 404) return;
      assert.ok(Date.now() < end, `${plural} ${name} is still there`);
      await sleep(100);
    }
  }
}

export const configMap = (
  name: string,
  more: Json = {},
  labels?: Json,
): Json => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(labels ? { labels } : {}) },
  ...more,
});

/** A ConfigMap that belongs to others, each by name and UID. */
export const ownedConfigMap = (
  name: string,
  owners: Array<{ name: string; uid: unknown }>,
): Json => ({
  ...configMap(name),
  metadata: {
    name,
    ownerReferences: owners.map(owner => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      ...owner,
    })),
  },
});

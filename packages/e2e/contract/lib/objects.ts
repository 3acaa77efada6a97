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
  analysisruns: '/apis/argoproj.io/v1alpha1',
  deployments: '/apis/apps/v1',
  replicasets: '/apis/apps/v1',
  roles: '/apis/rbac.authorization.k8s.io/v1',
  rolebindings: '/apis/rbac.authorization.k8s.io/v1',
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

  /** Requires a failure with this reason, and gives its `Status`. */
  async refused(
    status: number,
    reason: string,
    ...args: Parameters<Objects['send']>
  ): Promise<Json> {
    const failure = await this.expect(status, ...args);
    assert.deepEqual(
      [failure.kind, failure.status, failure.reason, failure.code],
      ['Status', 'Failure', reason, status],
    );
    return failure;
  }

  create(plural: string, body: Json): Promise<Json> {
    return this.expect(201, 'POST', this.path(plural), body);
  }

  get(plural: string, name: string): Promise<Json> {
    return this.expect(200, 'GET', this.path(plural, name));
  }

  async names(plural: string, query = ''): Promise<string[]> {
    const list = await this.expect(
      200,
      'GET',
      this.path(plural, undefined, query),
    );
    return namesOf(list);
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

import { APIRequestContext, APIResponse, expect } from '@playwright/test';
import type { JsonObject } from '@backstage/types';
import type {
  BlastRadius,
  FaultActionName,
  FaultDetail,
  FaultDraft,
  LaunchKind,
} from '@slipway/plugin-chaos-common';
import { kubectl } from './cluster';
import { CLUSTER, STAGE, tokenOf } from './portal';

/** The portal's own routes, asked by one sample user. */
export class PortalApi {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly authorization: string,
  ) {}

  static async as(request: APIRequestContext, user: string) {
    return new PortalApi(request, `Bearer ${await tokenOf(request, user)}`);
  }

  /** Waits until the catalog has a service: it reads its files when the portal has started. */
  async untilKnown(service: string): Promise<void> {
    await expect
      .poll(
        async () =>
          (
            await this.get(
              `/catalog/entities/by-name/component/default/${service}`,
            )
          ).status(),
        { timeout: 120_000 },
      )
      .toBe(200);
  }

  get(path: string): Promise<APIResponse> {
    const { authorization } = this;
    return this.request.get(`/api${path}`, { headers: { authorization } });
  }

  post(path: string, data: object): Promise<APIResponse> {
    const { authorization } = this;
    return this.request.post(`/api${path}`, {
      data,
      headers: { authorization },
    });
  }

  /** Reads until it holds, and gives what was read then; a failure shows what was there last. */
  async until<T>(
    path: string,
    what: string,
    holds: (answer: T) => boolean,
    timeout = 120_000,
  ): Promise<T> {
    let last: T | undefined;
    await expect
      .poll(
        async () => {
          const response = await this.get(path);
          const answer: T = await response.json();
          last = answer;
          return response.ok() && holds(answer)
            ? what
            : JSON.stringify(answer).slice(0, 1_500);
        },
        { timeout, intervals: [250, 500, 1_000] },
      )
      .toBe(what);
    return last!;
  }
}

/** The answer of a route that did what it was asked. */
export async function done<T>(response: APIResponse): Promise<T> {
  const body: T = await response.json();
  expect(response.ok(), JSON.stringify(body).slice(0, 1_500)).toBe(true);
  return body;
}

/** A pod as tests look at it. */
export interface PodNow {
  name: string;
  uid: string;
  ready: boolean;
  images: string[];
}

interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string };
  spec: { containers: Array<{ image: string }> };
  status: { conditions?: Array<{ type: string; status: string }> };
}

/** Pods of a service in the stage namespace that are not being deleted, past the portal. */
export async function podsOf(service: string): Promise<PodNow[]> {
  const { items } = JSON.parse(
    await kubectl(
      'get',
      'pods',
      '-n',
      STAGE,
      '-l',
      `app.kubernetes.io/name=${service}`,
      '-o',
      'json',
    ),
  ) as { items: Pod[] };
  return items
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      uid: metadata.uid,
      ready: (status.conditions ?? []).some(
        ({ type, status: is }) => type === 'Ready' && is === 'True',
      ),
      images: spec.containers.map(({ image }) => image),
    }));
}

/** Waits until pods of a service satisfy it. */
export async function untilPods(
  service: string,
  what: string,
  holds: (pods: PodNow[]) => boolean,
): Promise<PodNow[]> {
  let last: PodNow[] = [];
  await expect
    .poll(
      async () => {
        last = await podsOf(service);
        return holds(last) ? what : JSON.stringify(last);
      },
      { timeout: 120_000, intervals: [250, 500, 1_000] },
    )
    .toBe(what);
  return last;
}

/** Faults on one service in the stage namespace, through the portal. */
export class PortalFaults {
  private constructor(readonly api: PortalApi, readonly service: string) {}

  static async as(request: APIRequestContext, user: string, service: string) {
    const api = await PortalApi.as(request, user);
    await api.untilKnown(service);
    return new PortalFaults(api, service);
  }

  get place() {
    return `/chaos/v1/entities/component/default/${this.service}/clusters/${CLUSTER}/namespaces/${STAGE}`;
  }

  path(kind: LaunchKind, name: string) {
    return `/chaos/v1/clusters/${CLUSTER}/namespaces/${STAGE}/faults/${kind}/${name}`;
  }

  /** A draft on all pods of the service, unless the spec says otherwise. */
  draft(kind: LaunchKind, name: string, spec: JsonObject): FaultDraft {
    return {
      kind,
      name,
      spec: {
        mode: 'all',
        selector: {
          namespaces: [STAGE],
          labelSelectors: { 'app.kubernetes.io/name': this.service },
        },
        ...spec,
      },
    };
  }

  async preview(draft: FaultDraft): Promise<BlastRadius> {
    return done(await this.api.post(`${this.place}/preview`, { draft }));
  }

  /** Launches what the preview shows, as the page does. */
  async launch(draft: FaultDraft): Promise<BlastRadius> {
    const radius = await this.preview(draft);
    expect(
      radius.problems.filter(({ severity }) => severity === 'refused'),
    ).toEqual([]);
    await done(
      await this.api.post(`${this.place}/actions/launch`, {
        seen: radius.seen,
        args: { draft, purpose: 'A browser test' },
      }),
    );
    return radius;
  }

  until(
    kind: LaunchKind,
    name: string,
    what: string,
    holds: (detail: FaultDetail) => boolean,
  ) {
    return this.api.until(this.path(kind, name), what, holds);
  }

  /** An action on what is seen now, its name typed. */
  async act(kind: LaunchKind, name: string, action: FaultActionName) {
    const path = this.path(kind, name);
    const { core } = await done<FaultDetail>(await this.api.get(path));
    await done(
      await this.api.post(`${path}/actions/${action}`, {
        seen: core.seen,
        confirm: { name },
      }),
    );
  }

  /** Waits until the portal has no such fault. */
  async untilGone(kind: LaunchKind, name: string) {
    await expect
      .poll(async () => (await this.api.get(this.path(kind, name))).status(), {
        timeout: 120_000,
      })
      .toBe(404);
  }
}

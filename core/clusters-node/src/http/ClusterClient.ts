import { ServiceUnavailableError } from '@backstage/errors';
import { ObjectRef, ResourceId } from '@slipway/plugin-clusters-common';
import { ClusterRegistry, KnownCluster } from '../ClusterRegistry';
import { parseListPage } from '../watch/wire';
import { KubeRequest } from './ClusterConnection';
import { RefusedRequest, refusedRequestError } from './errors';
import { KubeStatus, readStatus } from './kubeStatus';
import { resourcePath } from './resourcePath';
import { transportReason } from './transport';

/** Of one read or write, from its first byte to the last of its answer. */
const DEADLINE_MS = 30_000;

type Subject = Pick<
  RefusedRequest,
  'verb' | 'resource' | 'namespace' | 'name' | 'subresource' | 'as'
>;

/** Answer to a request: the object, or why there is none. */
export type Answer =
  | { ok: true; body: unknown }
  | { ok: false; status: number; body?: KubeStatus };

/** Single requests to clusters: fresh reads, with Backstage's errors. */
export class ClusterClient {
  constructor(
    private readonly registry: Pick<ClusterRegistry, 'find'>,
    private readonly deadlineMs: number = DEADLINE_MS,
  ) {}

  /** One object as it is now. */
  async get(
    resource: ResourceId,
    ref: ObjectRef,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const { namespace, name } = ref;
    return this.#ask(
      await this.registry.find(ref.cluster),
      { verb: 'get', resource, namespace, name },
      {
        method: 'GET',
        path: resourcePath(resource, { namespace, name }),
        signal,
      },
    );
  }

  /** All objects of one namespace as they are now. */
  async list(
    resource: ResourceId,
    scope: { cluster: string; namespace: string; labelSelector?: string },
  ): Promise<unknown[]> {
    const { namespace, labelSelector } = scope;
    const body = await this.#ask(
      await this.registry.find(scope.cluster),
      { verb: 'list', resource, namespace },
      {
        method: 'GET',
        path: resourcePath(resource, { namespace }),
        query: { labelSelector },
      },
    );
    return parseListPage(body, resource).items;
  }

  /**
   * One request and its whole answer, within the deadline.
   *
   * @throws what `ClusterConnection.request` throws
   */
  async exchange(cluster: KnownCluster, request: KubeRequest): Promise<Answer> {
    const answer = await cluster.connection.request({
      ...request,
      deadlineMs: this.deadlineMs,
    });
    const status = answer.statusCode;
    return status >= 200 && status < 300
      ? { ok: true, body: await answer.body.json() }
      : { ok: false, status, body: await readStatus(answer.body) };
  }

  async #ask(
    cluster: KnownCluster,
    subject: Subject,
    request: KubeRequest,
  ): Promise<unknown> {
    let answer: Answer;
    try {
      answer = await this.exchange(cluster, request);
    } catch (error) {
      throw unreachable(cluster, error);
    }
    if (!answer.ok) {
      throw refusedRequestError({
        ...subject,
        ...answer,
        cluster: cluster.name,
      });
    }
    return answer.body;
  }
}

/** A request that certainly did nothing. */
export function unreachable(cluster: KnownCluster, error: unknown): Error {
  return new ServiceUnavailableError(
    `Cluster ${cluster.name} cannot be reached: ${transportReason(error)}`,
  );
}

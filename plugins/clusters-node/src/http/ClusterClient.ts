import {
  ConflictError,
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  Actor,
  applyJsonPatch,
  JsonPatchTestError,
  ObjectRef,
  PlannedPatch,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { Dispatcher } from 'undici';
import { ClusterRegistry, KnownCluster } from '../ClusterRegistry';
import { parseListPage } from '../watch/wire';
import { KubeRequest } from './ClusterConnection';
import {
  isUnappliedPatch,
  RefusedRequest,
  refusedRequestError,
} from './errors';
import { impersonationHeaders } from './impersonation';
import { KubeStatus, readStatus } from './kubeStatus';
import { resourcePath } from './resourcePath';
import { transportReason } from './transport';

/** Of one read or patch, from its first byte to the last of its answer. */
const DEADLINE_MS = 30_000;

type Subject = Pick<
  RefusedRequest,
  'verb' | 'resource' | 'namespace' | 'name' | 'subresource' | 'as'
>;

/** Answer to a request: the object, or why there is none. */
type Answer =
  | { ok: true; body: unknown }
  | { ok: false; status: number; body?: KubeStatus };

/** Single requests to clusters: fresh reads and patches, with Backstage's errors. */
export class ClusterClient {
  constructor(private readonly registry: Pick<ClusterRegistry, 'find'>) {}

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

  /** Sends one JSON Patch as the actor. See `Clusters.patch` for the errors. */
  async patch(
    clusterName: string,
    patch: PlannedPatch,
    actor: Actor,
  ): Promise<unknown> {
    const cluster = await this.registry.find(clusterName);
    if (!cluster.settings.allowActions) {
      throw new NotAllowedError(
        `Cluster ${clusterName} is read-only: ${cluster.allowActionsKey} is not true`,
      );
    }
    const headers = cluster.settings.impersonate
      ? impersonationHeaders(actor)
      : undefined;
    const { resource, namespace, name, subresource } = patch;
    const subject: Subject = {
      verb: 'patch',
      resource,
      namespace,
      name,
      subresource,
      as: headers?.['Impersonate-User'][0],
    };
    let answer = await this.#sendPatch(cluster, patch, headers);
    if (!answer.ok && answer.status === 404 && patch.subresource) {
      // A CRD without the status subresource keeps status in the main resource.
      answer = await this.#sendPatch(
        cluster,
        { ...patch, subresource: undefined },
        headers,
      );
    }
    if (answer.ok) {
      return answer.body;
    }
    if (isUnappliedPatch(answer.status, answer.body)) {
      throw await this.#whyUnapplied(clusterName, patch);
    }
    throw refusedRequestError({ ...subject, ...answer, cluster: clusterName });
  }

  #sendPatch(
    cluster: KnownCluster,
    patch: PlannedPatch,
    headers: Record<string, string[]> = {},
  ): Promise<Answer> {
    const { resource, namespace, name, subresource } = patch;
    return this.#send(cluster, {
      method: 'PATCH',
      path: resourcePath(resource, { namespace, name, subresource }),
      query: { fieldManager: 'slipway' },
      headers: { ...headers, 'content-type': 'application/json-patch+json' },
      body: JSON.stringify(patch.operations),
    });
  }

  /**
   * The API server does not say which operation failed, so the patch is tried
   * on a fresh copy. Where a `test` fails, or the object has changed so that
   * none does any more, it is a conflict; a path that leads nowhere is not.
   */
  async #whyUnapplied(cluster: string, patch: PlannedPatch): Promise<Error> {
    const { resource, namespace, name, operations } = patch;
    const subject = `${resource.kind} ${namespace}/${name} in cluster ${cluster}`;
    const tests = operations.some(({ op }) => op === 'test');
    try {
      const now = await this.get(resource, { cluster, namespace, name });
      applyJsonPatch(now, operations);
    } catch (error) {
      if (error instanceof JsonPatchTestError) {
        return new ConflictError(
          `${subject} has moved on: ${error.path} is not what was seen`,
        );
      }
      if (error instanceof InputError) {
        return new InputError(`${subject}: ${error.message}`);
      }
      if (!tests) {
        return error as Error;
      }
    }
    return tests
      ? new ConflictError(`${subject} has moved on`)
      : new InputError(`${subject}: the change does not apply`);
  }

  async #ask(
    cluster: KnownCluster,
    subject: Subject,
    options: KubeRequest,
  ): Promise<unknown> {
    const answer = await this.#send(cluster, options);
    if (!answer.ok) {
      throw refusedRequestError({
        ...subject,
        ...answer,
        cluster: cluster.name,
      });
    }
    return answer.body;
  }

  async #send(cluster: KnownCluster, options: KubeRequest): Promise<Answer> {
    try {
      const answer = await cluster.connection.request({
        ...options,
        deadlineMs: DEADLINE_MS,
      });
      return await readAnswer(answer);
    } catch (error) {
      throw new ServiceUnavailableError(
        `Cluster ${cluster.name} cannot be reached: ${transportReason(error)}`,
      );
    }
  }
}

async function readAnswer(answer: Dispatcher.ResponseData): Promise<Answer> {
  const status = answer.statusCode;
  return status >= 200 && status < 300
    ? { ok: true, body: await answer.body.json() }
    : { ok: false, status, body: await readStatus(answer.body) };
}

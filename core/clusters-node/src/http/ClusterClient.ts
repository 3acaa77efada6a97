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
  OutcomeUnknownError,
  PlannedPatch,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { Dispatcher } from 'undici';
import { ClusterRegistry, KnownCluster } from '../ClusterRegistry';
import { parseListPage } from '../watch/wire';
import { KubeRequest } from './ClusterConnection';
import {
  isUnappliedPatch,
  leavesOutcomeOpen,
  RefusedRequest,
  refusedRequestError,
  refusesDryRuns,
  statusReason,
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

/** A patch with what is known before it is sent. */
interface PreparedPatch {
  cluster: KnownCluster;
  patch: PlannedPatch;
  headers: Record<string, string[]>;
  /** Tried only: nothing is kept. */
  dryRun: boolean;
}

/** Single requests to clusters: fresh reads and patches, with Backstage's errors. */
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

  /** Sends one JSON Patch as the actor. See `Clusters.patch` for the errors. */
  async patch(
    clusterName: string,
    patch: PlannedPatch,
    actor: Actor,
  ): Promise<unknown> {
    const prepared = await this.#prepare(clusterName, patch, actor, false);
    const answer = await this.#sendPatch(prepared);
    if (answer.ok) return answer.body;
    if (leavesOutcomeOpen(answer.status, answer.body)) {
      throw outcomeUnknown(prepared, statusReason(answer.status));
    }
    throw await this.#refusal(prepared, answer);
  }

  /** Has one JSON Patch tried as the actor; nothing is changed. See `Clusters.checkPatch`. */
  async checkPatch(
    clusterName: string,
    patch: PlannedPatch,
    actor: Actor,
  ): Promise<void> {
    const prepared = await this.#prepare(clusterName, patch, actor, true);
    const answer = await this.#sendPatch(prepared);
    if (answer.ok || refusesDryRuns(answer.status, answer.body)) return;
    throw await this.#refusal(prepared, answer);
  }

  async #prepare(
    clusterName: string,
    patch: PlannedPatch,
    actor: Actor,
    dryRun: boolean,
  ): Promise<PreparedPatch> {
    const cluster = await this.registry.find(clusterName);
    if (!cluster.settings.allowActions) {
      throw new NotAllowedError(
        `Cluster ${clusterName} is read-only: ${cluster.allowActionsKey} is not true`,
      );
    }
    const headers = cluster.settings.impersonate
      ? impersonationHeaders(actor)
      : {};
    return { cluster, patch, headers, dryRun };
  }

  async #sendPatch(prepared: PreparedPatch): Promise<Answer> {
    const { subresource } = prepared.patch;
    const answer = await this.#sendPatchTo(prepared, subresource);
    // A CRD without the status subresource keeps status in the main resource.
    return !answer.ok && answer.status === 404 && subresource
      ? this.#sendPatchTo(prepared, undefined)
      : answer;
  }

  async #sendPatchTo(
    prepared: PreparedPatch,
    subresource: PlannedPatch['subresource'],
  ): Promise<Answer> {
    const { cluster, patch, headers, dryRun } = prepared;
    const { resource, namespace, name, operations } = patch;
    let sent = false;
    try {
      return await this.#exchange(cluster, {
        method: 'PATCH',
        path: resourcePath(resource, { namespace, name, subresource }),
        query: {
          fieldManager: 'slipway',
          ...(dryRun ? { dryRun: 'All' } : {}),
        },
        headers: { ...headers, 'content-type': 'application/json-patch+json' },
        body: JSON.stringify(operations),
        onSent: () => {
          sent = true;
        },
      });
    } catch (error) {
      throw sent && !dryRun
        ? outcomeUnknown(prepared, transportReason(error))
        : unreachable(cluster, error);
    }
  }

  async #refusal(
    { cluster, patch, headers }: PreparedPatch,
    answer: Answer & { ok: false },
  ): Promise<Error> {
    if (isUnappliedPatch(answer.status, answer.body)) {
      return this.#whyUnapplied(cluster.name, patch);
    }
    const { resource, namespace, name, subresource } = patch;
    return refusedRequestError({
      ...answer,
      verb: 'patch',
      resource,
      namespace,
      name,
      subresource,
      as: headers['Impersonate-User']?.[0],
      cluster: cluster.name,
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
    let answer: Answer;
    try {
      answer = await this.#exchange(cluster, options);
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

  async #exchange(
    cluster: KnownCluster,
    options: KubeRequest,
  ): Promise<Answer> {
    const answer = await cluster.connection.request({
      ...options,
      deadlineMs: this.deadlineMs,
    });
    return readAnswer(answer);
  }
}

function unreachable(cluster: KnownCluster, error: unknown): Error {
  return new ServiceUnavailableError(
    `Cluster ${cluster.name} cannot be reached: ${transportReason(error)}`,
  );
}

function outcomeUnknown({ cluster }: PreparedPatch, reason: string): Error {
  return new OutcomeUnknownError(
    `The outcome is not known: the change was sent to cluster ${cluster.name}, but ${reason}`,
  );
}

async function readAnswer(answer: Dispatcher.ResponseData): Promise<Answer> {
  const status = answer.statusCode;
  return status >= 200 && status < 300
    ? { ok: true, body: await answer.body.json() }
    : { ok: false, status, body: await readStatus(answer.body) };
}

import { ConflictError, InputError } from '@backstage/errors';
import {
  Actor,
  applyJsonPatch,
  JsonPatchTestError,
  KubeObject,
  OutcomeUnknownError,
  PatchWrite,
  Write,
} from '@slipway/plugin-clusters-common';
import {
  requireActions,
  ClusterRegistry,
  KnownCluster,
} from '../ClusterRegistry';
import { Answer, ClusterClient, unreachable } from './ClusterClient';
import {
  isUnappliedPatch,
  leavesOutcomeOpen,
  refusedRequestError,
  refusesDryRuns,
  statusReason,
} from './errors';
import { impersonationHeaders } from './impersonation';
import { transportReason } from './transport';
import { writeRequest, writtenObject } from './writeRequest';

/** A write with what is known before it is sent. */
interface PreparedWrite {
  cluster: KnownCluster;
  write: Write;
  headers: Record<string, string[]>;
  /** Tried only: nothing is kept. */
  dryRun: boolean;
}

export interface ClusterWriterOptions {
  registry: Pick<ClusterRegistry, 'find'>;
  client: Pick<ClusterClient, 'get' | 'exchange'>;
}

/** Single writes to clusters as the actor, with Backstage's errors. */
export class ClusterWriter {
  constructor(private readonly options: ClusterWriterOptions) {}

  /** Sends or tries one write. See `Clusters.write` for answer and errors. */
  async write(
    clusterName: string,
    write: Write,
    actor: Actor,
    options: { dryRun?: boolean } = {},
  ): Promise<KubeObject | undefined> {
    const { dryRun = false } = options;
    const prepared = await this.#prepare(clusterName, write, actor, dryRun);
    const answer = await this.#send(prepared);
    if (answer.ok) return writtenObject(answer.body);
    if (dryRun && refusesDryRuns(answer.status, answer.body)) return undefined;
    if (!dryRun && leavesOutcomeOpen(answer.status, answer.body)) {
      throw outcomeUnknown(prepared, statusReason(answer.status));
    }
    throw await this.#refusal(prepared, answer);
  }

  async #prepare(
    clusterName: string,
    write: Write,
    actor: Actor,
    dryRun: boolean,
  ): Promise<PreparedWrite> {
    const cluster = await this.options.registry.find(clusterName);
    requireActions(cluster);
    const headers = cluster.settings.impersonate
      ? impersonationHeaders(actor)
      : {};
    return { cluster, write, headers, dryRun };
  }

  async #send(prepared: PreparedWrite): Promise<Answer> {
    const { write } = prepared;
    const answer = await this.#sendTo(prepared, write);
    // A CRD without the status subresource keeps status in the main resource.
    return !answer.ok &&
      answer.status === 404 &&
      write.verb === 'patch' &&
      write.subresource
      ? this.#sendTo(prepared, { ...write, subresource: undefined })
      : answer;
  }

  async #sendTo(
    { cluster, headers, dryRun }: PreparedWrite,
    write: Write,
  ): Promise<Answer> {
    const request = writeRequest(write, dryRun);
    let sent = false;
    try {
      return await this.options.client.exchange(cluster, {
        ...request,
        headers: { ...headers, ...request.headers },
        onSent: () => {
          sent = true;
        },
      });
    } catch (error) {
      throw sent && !dryRun
        ? outcomeUnknown({ cluster }, transportReason(error))
        : unreachable(cluster, error);
    }
  }

  async #refusal(
    { cluster, write, headers }: PreparedWrite,
    answer: Answer & { ok: false },
  ): Promise<Error> {
    if (
      write.verb === 'patch' &&
      isUnappliedPatch(answer.status, answer.body)
    ) {
      return this.#whyUnapplied(cluster.name, write);
    }
    const { verb, resource, namespace, name } = write;
    return refusedRequestError({
      ...answer,
      verb,
      resource,
      namespace,
      name,
      subresource: write.verb === 'patch' ? write.subresource : undefined,
      as: headers['Impersonate-User']?.[0],
      cluster: cluster.name,
    });
  }

  /**
   * The API server does not say which operation failed, so the patch is tried
   * on a fresh copy. Where a `test` fails, or the object has changed so that
   * none does any more, it is a conflict; a path that leads nowhere is not.
   */
  async #whyUnapplied(cluster: string, patch: PatchWrite): Promise<Error> {
    const { resource, namespace, name, operations } = patch;
    const subject = `${resource.kind} ${namespace}/${name} in cluster ${cluster}`;
    const tests = operations.some(({ op }) => op === 'test');
    try {
      const now = await this.options.client.get(resource, {
        cluster,
        namespace,
        name,
      });
      applyJsonPatch(now, operations);
    } catch (error) {
      if (error instanceof JsonPatchTestError) {
        return new ConflictError(
          `${subject} has changed since you looked: ${error.path} is not what was seen`,
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
      ? new ConflictError(`${subject} has changed since you looked`)
      : new InputError(`${subject}: the change does not apply`);
  }
}

function outcomeUnknown(
  { cluster }: Pick<PreparedWrite, 'cluster'>,
  reason: string,
): Error {
  return new OutcomeUnknownError(
    `The outcome is not known: the change was sent to cluster ${cluster.name}, but ${reason}`,
  );
}

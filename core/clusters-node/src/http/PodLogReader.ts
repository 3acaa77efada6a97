import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ObjectRef,
  podLogsReadPermission,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { Readable } from 'node:stream';
import { ClusterRegistry, KnownCluster } from '../ClusterRegistry';
import { LogReader, PodLog, PodLogQuery } from '../types';
import { unreachable } from './ClusterClient';
import { refusedRequestError } from './errors';
import { impersonationHeaders } from './impersonation';
import { readStatus } from './kubeStatus';
import { resourcePath } from './resourcePath';

export const PODS: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
};
const DEADLINE_MS = 30_000;
const MOST_BYTES = 1024 * 1024;
const MOST_LINES = 5_000;
const LINES = 500;

/** Logs of pods, for users who may read those of the entity that owns them. */
export class PodLogReader {
  constructor(private readonly registry: Pick<ClusterRegistry, 'find'>) {}

  /** See `Clusters.podLogs`. */
  async read(
    pod: ObjectRef,
    query: PodLogQuery,
    reader: LogReader,
  ): Promise<PodLog> {
    await requirePermission(reader);
    const cluster = await this.registry.find(pod.cluster);
    const { namespace, name } = pod;
    const { container, previous, sinceSeconds, tailLines = LINES } = query;
    if (!(Number.isInteger(tailLines) && tailLines > 0)) {
      throw new InputError('tailLines must be a positive whole number');
    }
    const headers = cluster.settings.impersonate
      ? impersonationHeaders(reader.actor)
      : {};
    const subresource = 'log';
    const answer = await request(cluster, {
      path: resourcePath(PODS, { namespace, name, subresource }),
      query: {
        container,
        previous,
        sinceSeconds,
        tailLines: Math.min(tailLines, MOST_LINES),
        // One more than is given away, to know whether there is more.
        limitBytes: MOST_BYTES + 1,
      },
      headers,
    });
    if (answer.statusCode === 200) {
      return readText(answer.body).catch(error => {
        throw unreachable(cluster, error);
      });
    }
    if (answer.statusCode === 400) {
      await answer.body.dump();
      throw new NotFoundError(
        `Pod ${namespace}/${name} in cluster ${pod.cluster} has no ${
          previous ? 'earlier ' : ''
        }log of ${
          container === undefined
            ? 'a container that is not named'
            : `container ${container}`
        }: it has not started, or there is none of that name`,
      );
    }
    throw refusedRequestError({
      cluster: pod.cluster,
      verb: 'get',
      resource: PODS,
      namespace,
      name,
      subresource,
      as: headers['Impersonate-User']?.[0],
      status: answer.statusCode,
      body: await readStatus(answer.body),
    });
  }
}

/** @throws NotAllowedError for whoever may not read logs of the entity */
export async function requirePermission(reader: LogReader): Promise<void> {
  const { permissions, credentials, entityRef } = reader;
  const [{ result }] = await permissions.authorize(
    [{ permission: podLogsReadPermission, resourceRef: entityRef }],
    { credentials },
  );
  if (result !== AuthorizeResult.ALLOW) {
    throw new NotAllowedError(
      `Reading logs of ${entityRef} needs the permission ${podLogsReadPermission.name}: only its owners have it`,
    );
  }
}

async function request(
  cluster: KnownCluster,
  options: {
    path: string;
    query: Record<string, string | number | boolean | undefined>;
    headers: Record<string, string[]>;
  },
) {
  try {
    return await cluster.connection.request({
      ...options,
      method: 'GET',
      deadlineMs: DEADLINE_MS,
    });
  } catch (error) {
    throw unreachable(cluster, error);
  }
}

/** The API server cuts a log at its end; the last line is not whole then, and goes too. */
async function readText(body: Readable): Promise<PodLog> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length <= MOST_BYTES) {
    return { text: bytes.toString('utf8'), truncated: false };
  }
  const text = bytes.subarray(0, MOST_BYTES).toString('utf8');
  return { text: text.slice(0, text.lastIndexOf('\n') + 1), truncated: true };
}

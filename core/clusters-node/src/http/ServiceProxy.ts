import { InputError } from '@backstage/errors';
import { ObjectRef, ResourceId } from '@slipway/plugin-clusters-common';
import { ClusterRegistry } from '../ClusterRegistry';
import { ServiceAnswer, ServiceRequest } from '../types';
import { unreachable } from './ClusterClient';
import { resourcePath } from './resourcePath';

export const SERVICES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
};
const DEADLINE_MS = 15_000;
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Requests to a service of a cluster through its API server, with the portal's
 * own identity. Redirects are not followed.
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 */
export class ServiceProxy {
  constructor(private readonly registry: Pick<ClusterRegistry, 'find'>) {}

  /** See `Clusters.requestService`. */
  async request(
    service: ObjectRef,
    options: ServiceRequest,
  ): Promise<ServiceAnswer> {
    const { method, port, path, query, deadlineMs = DEADLINE_MS } = options;
    if (!path.startsWith('/') || path.includes('..')) {
      throw new InputError('The path must start with a slash');
    }
    const cluster = await this.registry.find(service.cluster);
    const { namespace, name } = service;
    try {
      const answer = await cluster.connection.request({
        method,
        path: `${resourcePath(SERVICES, {
          namespace,
        })}/http:${encodeURIComponent(name)}:${port}/proxy${path}`,
        query,
        deadlineMs,
        ...(options.form === undefined
          ? {}
          : {
              body: new URLSearchParams(options.form).toString(),
              headers: {
                'content-type': 'application/x-www-form-urlencoded',
              },
            }),
      });
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of answer.body) {
        length += chunk.length;
        if (length > MOST_BYTES) {
          throw Object.assign(new Error(), { code: 'ETOOLONG' });
        }
        chunks.push(chunk);
      }
      return {
        status: answer.statusCode,
        text: Buffer.concat(chunks).toString('utf8'),
      };
    } catch (error) {
      throw unreachable(cluster, error);
    }
  }
}

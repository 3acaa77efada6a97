import { isServiceName, ServiceName } from '@slipway/platform-model';

/** What the name of a pod says of where it comes from. */
export interface PodParts {
  service: ServiceName;
  replicaSet: string;
  /** Pod template hash of its ReplicaSet. */
  hash: string;
}

/**
 * Reads the name of a pod of a ReplicaSet, `<workload>-<hash>-<suffix>`; of a
 * pod that is gone there is nothing else.
 *
 * @returns undefined for pods of others than the ten services
 */
export function podParts(name: string): PodParts | undefined {
  const match = /^(.+)-([a-z0-9]+)-([a-z0-9]+)$/.exec(name);
  if (!match || !isServiceName(match[1])) return undefined;
  const [, service, hash] = match;
  return {
    service: service as ServiceName,
    replicaSet: `${service}-${hash}`,
    hash,
  };
}

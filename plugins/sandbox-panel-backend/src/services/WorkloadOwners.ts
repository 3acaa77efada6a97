import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  Bound,
  KubeObject,
  ObjectRef,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import {
  Clusters,
  KindCache,
  metadataOnly,
} from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';

/** What the services of the sandbox run as. */
export const ROLLOUTS: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

const UNREADABLE = 'The owners of the services cannot be read now.';

const unbound = (reason: string): Bound => ({
  entity: { state: 'unbound', reason },
});

/** Which entity owns a workload, as its cluster has it: never from what a caller says. */
export class WorkloadOwners {
  static create(options: { clusters: Clusters; owners: Owners }) {
    return new WorkloadOwners(options.clusters, options.owners);
  }

  readonly #workloads: KindCache<KubeObject>;

  private constructor(clusters: Clusters, private readonly owners: Owners) {
    this.#workloads = clusters.watch({
      resource: ROLLOUTS,
      id: 'sandbox-panel',
      project: metadataOnly,
    });
  }

  /** The owner of a workload; with the reason where none is known. */
  of(ref: ObjectRef): Bound {
    return (
      this.#find(ref) ??
      unbound(
        this.#isRead(ref.cluster)
          ? 'The portal has not seen the workload yet.'
          : UNREADABLE,
      )
    );
  }

  /**
   * The owner of a workload that is there.
   *
   * @throws NotFoundError when the cluster does not have it
   * @throws ServiceUnavailableError while nobody knows whether it has
   */
  require(ref: ObjectRef): Bound {
    const bound = this.#find(ref);
    if (bound) return bound;
    const { cluster, namespace, name } = ref;
    if (!this.#isRead(cluster)) throw new ServiceUnavailableError(UNREADABLE);
    throw new NotFoundError(
      `There is no service ${cluster}/${namespace}/${name}.`,
    );
  }

  stop() {
    this.#workloads.release();
  }

  #find(ref: ObjectRef): Bound | undefined {
    const workload = this.#workloads.get(ref);
    return workload && this.owners.bind(ref.cluster, workload.metadata);
  }

  /** Whether all workloads of a cluster are known; one that does not exist has none. */
  #isRead(cluster: string): boolean {
    const sources = this.#workloads.freshness();
    const source = sources.find(one => one.cluster === cluster);
    return source ? source.state === 'live' : sources.length > 0;
  }
}

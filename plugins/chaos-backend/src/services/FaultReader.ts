import { assertError } from '@backstage/errors';
import {
  ChaosPod,
  FaultDetail,
  FaultRef,
  podFacts,
  PodFacts,
  touchedWorkloads,
} from '@slipway/plugin-chaos-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { FaultsService } from './FaultsService';
import { PodReader } from './PodReader';

/** One fault with its targets' pods as they are now. */
export class FaultReader {
  readonly #pods: PodReader;

  constructor(
    clusters: Pick<Clusters, 'listFresh'>,
    private readonly faults: FaultsService,
  ) {
    this.#pods = new PodReader(clusters);
  }

  /**
   * Everything about a fault. Where pods cannot be read, `core.podsUnread` says
   * why: then a target without a pod is not one whose pod is gone.
   *
   * @throws NotFoundError
   */
  async detail(ref: FaultRef): Promise<FaultDetail> {
    const object = this.faults.find(ref);
    const { pods, unread } = await this.#read(
      ref.cluster,
      (object?.status.records ?? []).map(({ id }) => id),
    );
    const known = new Map<string, PodFacts>();
    for (const pod of pods) {
      const facts = podFacts(pod);
      known.set(`${facts.namespace}/${facts.name}`, facts);
    }
    const detail = this.faults.detail(ref, (namespace, name) =>
      known.get(`${namespace}/${name}`),
    );
    return {
      ...detail,
      core: {
        ...detail.core,
        touched: object ? touchedWorkloads(object, pods) : [],
        ...(unread === undefined ? {} : { podsUnread: unread }),
      },
    };
  }

  async #read(
    cluster: string,
    ids: readonly string[],
  ): Promise<{ pods: ChaosPod[]; unread?: string }> {
    const namespaces = new Set(
      ids
        .filter(id => !id.startsWith('{') && id.includes('/'))
        .map(id => id.split('/')[0]),
    );
    try {
      return { pods: await this.#pods.pods(cluster, [...namespaces]) };
    } catch (error) {
      assertError(error);
      return { pods: [], unread: error.message };
    }
  }
}

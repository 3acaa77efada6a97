import { assertError } from '@backstage/errors';
import {
  FaultDetail,
  FaultRef,
  podFacts,
  PodFacts,
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
   * Everything about a fault. Pods that cannot be read are left out of the
   * records, as pods that are gone are.
   *
   * @throws NotFoundError
   */
  async detail(ref: FaultRef): Promise<FaultDetail> {
    const { records } = this.faults.detail(ref);
    const namespaces = [
      ...new Set(
        records
          .filter(({ id }) => !id.startsWith('{') && id.includes('/'))
          .map(({ id }) => id.split('/')[0]),
      ),
    ];
    const known = new Map<string, PodFacts>();
    try {
      for (const pod of await this.#pods.pods(ref.cluster, namespaces)) {
        const facts = podFacts(pod);
        known.set(`${facts.namespace}/${facts.name}`, facts);
      }
    } catch (error) {
      assertError(error);
    }
    return this.faults.detail(ref, (namespace, name) =>
      known.get(`${namespace}/${name}`),
    );
  }
}

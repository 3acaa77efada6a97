import { assertError } from '@backstage/errors';
import {
  ChaosObject,
  disturbsFarSide,
  isFarSide,
  workloadOf,
} from '@slipway/plugin-chaos-common';
import { ObjectMeta } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { PodReader } from '../services/PodReader';

/** A pod that a fault disturbs, as it was when it was seen first. */
export interface TargetPod {
  metadata: ObjectMeta;
  /** `Rollout orders` */
  workload?: string;
}

/** Pods that a fault disturbs; `unread` says why some are not known. */
export interface TargetPods {
  pods: TargetPod[];
  unread?: string;
}

/** Names of the pods that the records of a fault say are disturbed, `<namespace>/<name>`. */
function disturbedPods(fault: ChaosObject): string[] {
  const both = disturbsFarSide(fault);
  const ids = (fault.status.records ?? [])
    .filter(record => both || !isFarSide(record))
    .map(({ id }) => id)
    .filter(id => id.includes('/') && !id.startsWith('{'))
    .map(id => id.split('/').slice(0, 2).join('/'));
  return [...new Set(ids)];
}

/**
 * The pods of running faults. Targets are selected once, so each is read once
 * and remembered while the fault is there: also when the pod has been deleted.
 */
export class TargetPodsReader {
  readonly #known = new Map<string, Map<string, TargetPod | 'gone'>>();
  readonly #reader: PodReader;

  constructor(clusters: Pick<Clusters, 'listFresh'>) {
    this.#reader = new PodReader(clusters);
  }

  /** Forgets all faults but these. @param uids - of the faults that are there */
  keep(uids: ReadonlySet<string>) {
    for (const uid of this.#known.keys()) {
      if (!uids.has(uid)) this.#known.delete(uid);
    }
  }

  async of(cluster: string, fault: ChaosObject): Promise<TargetPods> {
    const { uid } = fault.metadata;
    const known = this.#known.get(uid) ?? new Map<string, TargetPod | 'gone'>();
    this.#known.set(uid, known);
    const names = disturbedPods(fault);
    const missing = names.filter(name => !known.has(name));
    let unread: string | undefined;
    if (missing.length > 0) {
      try {
        await this.#read(cluster, missing, known);
      } catch (error) {
        assertError(error);
        unread = error.message;
      }
    }
    return {
      pods: names.flatMap(name => {
        const pod = known.get(name);
        return pod === undefined || pod === 'gone' ? [] : [pod];
      }),
      ...(unread === undefined ? {} : { unread }),
    };
  }

  async #read(
    cluster: string,
    names: readonly string[],
    into: Map<string, TargetPod | 'gone'>,
  ) {
    const namespaces = [...new Set(names.map(name => name.split('/')[0]))];
    const pods = await this.#reader.pods(cluster, namespaces);
    const byName = new Map(
      pods.map(pod => [`${pod.metadata.namespace}/${pod.metadata.name}`, pod]),
    );
    for (const name of names) {
      const pod = byName.get(name);
      const workload = pod && workloadOf(pod);
      into.set(
        name,
        pod
          ? { metadata: pod.metadata, ...(workload ? { workload } : {}) }
          : 'gone',
      );
    }
  }
}

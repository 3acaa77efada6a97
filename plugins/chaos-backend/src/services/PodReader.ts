import { assertError } from '@backstage/errors';
import {
  ChaosNode,
  ChaosPod,
  projectNode,
  projectPod,
  templateHashOf,
  workloadOf,
} from '@slipway/plugin-chaos-common';
import { ResourceId } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';

const PODS: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
};
const NODES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
};
const ROLLOUTS: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

type Raw = Record<string, unknown>;
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

/** Pods, nodes and canaries as they are now. Nothing of it is kept: a preview must be true, and is rare. */
export class PodReader {
  constructor(private readonly clusters: Pick<Clusters, 'listFresh'>) {}

  /** All pods of namespaces. @throws NotAllowedError, ServiceUnavailableError */
  async pods(
    cluster: string,
    namespaces: readonly string[],
  ): Promise<ChaosPod[]> {
    const lists = await Promise.all(
      namespaces.map(namespace =>
        this.clusters.listFresh<Raw>(PODS, { cluster, namespace }),
      ),
    );
    return lists.flat().map(projectPod);
  }

  /** All nodes; or why they cannot be read. */
  async nodes(
    cluster: string,
  ): Promise<{ nodes: ChaosNode[]; unknown?: string }> {
    try {
      const nodes = await this.clusters.listFresh<Raw>(NODES, {
        cluster,
        namespace: '',
      });
      return { nodes: nodes.map(projectNode) };
    } catch (error) {
      assertError(error);
      return {
        nodes: [],
        unknown: `Nodes cannot be read, so what is selected by them is not known: ${error.message}`,
      };
    }
  }

  /**
   * The template hash of the canary of a pod's Rollout, while one is rolled out.
   *
   * @see argo-rollouts rollout/canary.go: the current revision is the canary until it is the stable one
   */
  async canaries(
    cluster: string,
    namespaces: readonly string[],
  ): Promise<{
    canaryHashOf(pod: ChaosPod): string | undefined;
    unknown?: string;
  }> {
    try {
      const lists = await Promise.all(
        namespaces.map(async namespace =>
          (
            await this.clusters.listFresh<Raw>(ROLLOUTS, { cluster, namespace })
          ).map(rollout => ({ namespace, rollout })),
        ),
      );
      const canaries = new Map<string, string>();
      for (const { namespace, rollout } of lists.flat()) {
        const name = member(rollout.metadata, 'name');
        const current = member(rollout.status, 'currentPodHash');
        const stable = member(rollout.status, 'stableRS');
        if (typeof current === 'string' && stable && current !== stable) {
          canaries.set(`${namespace}/Rollout ${name}`, current);
        }
      }
      return {
        canaryHashOf: pod =>
          templateHashOf(pod) === undefined
            ? undefined
            : canaries.get(`${pod.metadata.namespace}/${workloadOf(pod)}`),
      };
    } catch (error) {
      assertError(error);
      if (error.name === 'NotFoundError') {
        return { canaryHashOf: () => undefined };
      }
      return {
        canaryHashOf: () => undefined,
        unknown: `Rollouts cannot be read, so canaries among the pods are not known: ${error.message}`,
      };
    }
  }
}

import { RolloutCore } from '@slipway/plugin-rollouts-common';
import { ApiError } from './api';
import { at, Json } from './json';
import { INGRESSES, SERVICES } from './manifests';
import type { Reading, World } from './world';

/** Who serves, read from Services, the Ingress of the router and pods: not from what the portal derives. */
export interface Served {
  hash: string;
  percent: number;
}

const HASH = 'rollouts-pod-template-hash';
const WEIGHT = 'nginx.ingress.kubernetes.io/canary-weight';

const TOTAL = 'nginx.ingress.kubernetes.io/canary-weight-total';

const hashOf = (service: Json) => String(at(service, 'spec', 'selector', HASH));

const number = (value: unknown) => Number(value ?? 0);

async function weightOf(world: World): Promise<number> {
  try {
    const made = await world.api.get(
      INGRESSES,
      world.namespace,
      'shop-shop-canary',
    );
    const of = (name: string) => at(made, 'metadata', 'annotations', name);
    return (number(of(WEIGHT)) * 100) / (number(of(TOTAL)) || 100);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return 0;
    throw error;
  }
}

const merged = (shares: Served[]): Served[] => {
  const sums = new Map<string, number>();
  for (const { hash, percent } of shares) {
    if (percent > 0) sums.set(hash, (sums.get(hash) ?? 0) + percent);
  }
  return [...sums].map(([hash, percent]) => ({ hash, percent }));
};

/** Shares of all traffic, as the objects that hold it have them. */
export async function servedShares(
  world: World,
  { core, detail, replicaSets }: Reading,
): Promise<Served[]> {
  const service = (name: string) =>
    world.api.get(SERVICES, world.namespace, name);
  if (core.strategy === 'blueGreen') {
    return [{ hash: hashOf(await service('active')), percent: 100 }];
  }
  if (core.trafficRouted) {
    const [stable, canary, weight] = await Promise.all([
      service('stable'),
      service('canary'),
      weightOf(world),
    ]);
    return merged([
      { hash: hashOf(stable), percent: 100 - weight },
      { hash: hashOf(canary), percent: weight },
    ]);
  }
  // Those of an Experiment are no revisions of the rollout.
  const own = new Set(detail.revisions.map(({ uid }) => uid));
  const revisions = replicaSets.filter(replicaSet =>
    own.has(String(at(replicaSet, 'metadata', 'uid'))),
  );
  const pods = revisions.map(replicaSet => ({
    hash: String(at(replicaSet, 'metadata', 'labels', HASH)),
    pods: number(at(replicaSet, 'status', 'availableReplicas')),
  }));
  const total = pods.reduce((sum, one) => sum + one.pods, 0);
  return merged(
    pods.map(one => ({
      hash: one.hash,
      percent: total === 0 ? 0 : (one.pods * 100) / total,
    })),
  );
}

/** Whether they are the same; by pods only as near as pods can come to it. */
export function sameShares(
  wanted: readonly Served[],
  found: readonly Served[],
  core: RolloutCore,
): boolean {
  const tolerance =
    core.strategy === 'canary' && !core.trafficRouted
      ? 100 / Math.max(1, core.replicas.desired)
      : 0;
  return (
    wanted.length === found.length &&
    wanted.every(({ hash, percent }) => {
      const share = found.find(one => one.hash === hash);
      return (
        share !== undefined &&
        (percent === 100
          ? share.percent === 100
          : Math.abs(share.percent - percent) <= tolerance)
      );
    })
  );
}

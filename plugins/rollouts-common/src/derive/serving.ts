import { compact } from '@slipway/plugin-clusters-common/read';
import { ReplicaSet, Rollout } from '../raw/types';
import { Serving, TrafficShare } from '../types';
import { byHash, revisionOf, revisionOfHash } from './owned';
import { roleOf, routerShares } from './servingRouter';
import { wayBackOf } from './servingWayBack';
import { percentOf, podTemplateHash } from './weights';

export {
  abortSentence,
  leftoverSentence,
  servingSentence,
  shareName,
  trafficNote,
} from './servingWords';
export type { ServingSubject } from './servingWords';
export { canaryServices } from './servingRouter';

const ROLES: ReadonlyArray<TrafficShare['role']> = [
  'stable',
  'active',
  'canary',
  'experiment',
  'other',
];

/** What one source says: shares, or why they are not known. */
export type SourceAnswer = Pick<Serving, 'source' | 'shares' | 'unknown'>;

const unknown = (source: Serving['source'], why: string): SourceAnswer => ({
  source,
  shares: [],
  unknown: why,
});

const available = ({ status }: ReplicaSet) => status.availableReplicas ?? 0;
const ready = ({ status }: ReplicaSet) => status.readyReplicas ?? 0;

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/**
 * The shares that available pods give, over every revision that has some. Pods
 * that are ready serve too before they count as available: they decide where
 * no pod is available.
 *
 * @see pkg/kubectl-argo-rollouts/info/rollout_info.go `NewRolloutInfo`
 */
function podShares(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
): SourceAnswer {
  const { status } = rollout;
  const count = owned.some(replicaSet => available(replicaSet) > 0)
    ? available
    : ready;
  const total = sum(owned.map(count));
  const named = [status.stableRS, status.currentPodHash].filter(Boolean);
  if (
    named.some(hash => !byHash(owned, hash)) &&
    Math.max(status.availableReplicas ?? 0, status.readyReplicas ?? 0) > total
  ) {
    return unknown('pods', 'The ReplicaSets of the rollout are not known.');
  }
  if (named.length === 0 && owned.length === 0) {
    return unknown('pods', 'The controller has not yet reported on it.');
  }
  return {
    source: 'pods',
    shares: owned.map(replicaSet =>
      compact({
        role: roleOf(rollout, podTemplateHash(replicaSet)),
        podTemplateHash: podTemplateHash(replicaSet) || undefined,
        revision: revisionOf(replicaSet.metadata.annotations) || undefined,
        percent: total > 0 ? percentOf(count(replicaSet), total) ?? 0 : 0,
      }),
    ),
  };
}

/**
 * Blue-green: all traffic goes where the active Service's selector points.
 *
 * @see rollout/service.go `reconcileActiveService`
 */
function selectorShares(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
  selector: string,
): SourceAnswer {
  return {
    source: 'selector',
    shares: [
      compact({
        role: 'active' as const,
        podTemplateHash: selector,
        revision: revisionOfHash(owned, selector),
        percent: 100,
        service: rollout.spec.strategy.blueGreen?.activeService,
      }),
    ],
  };
}

/**
 * Who is asked: the router as long as the spec has one, the active Service's
 * selector, otherwise the pods. A router that has no weights yet says nothing;
 * then only a single revision with pods can serve.
 */
function answer(rollout: Rollout, owned: readonly ReplicaSet[]): SourceAnswer {
  const { canary, blueGreen } = rollout.spec.strategy;
  const { weights } = rollout.status.canary ?? {};
  const selector = rollout.status.blueGreen?.activeSelector;
  // Without a router in the spec weights are left over from an earlier one.
  if (canary?.trafficRouting && weights) {
    return routerShares(rollout, owned, weights);
  }
  if (blueGreen && selector && !canary?.trafficRouting) {
    return selectorShares(rollout, owned, selector);
  }
  const pods = podShares(rollout, owned);
  const serving = pods.shares.filter(({ percent }) => percent > 0);
  return canary?.trafficRouting && serving.length > 1
    ? unknown(
        'router',
        'A traffic router holds the weights and the controller has not yet reported them.',
      )
    : pods;
}

/** Same destination twice, as right after a promotion: one share. */
function merged(shares: readonly TrafficShare[]): TrafficShare[] {
  const byKey = new Map<string, TrafficShare>();
  for (const share of shares) {
    if (!(share.percent > 0)) continue;
    const key = [share.role, share.podTemplateHash, share.name].join('/');
    const known = byKey.get(key);
    byKey.set(
      key,
      known ? { ...known, percent: known.percent + share.percent } : share,
    );
  }
  return [...byKey.values()].sort(
    (a, b) =>
      b.percent - a.percent ||
      ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
      Number(b.revision ?? 0) - Number(a.revision ?? 0),
  );
}

/** One decimal is enough above 1 %; below, what there is. */
const rounded = (percent: number) =>
  percent < 1 ? percent : Number(percent.toFixed(1));

/** Rounding must not lose or add traffic: the largest share takes what is left. */
function together(shares: TrafficShare[]): TrafficShare[] {
  const [largest, ...smaller] = shares;
  if (!largest) return shares;
  const others = smaller.map(share => ({
    ...share,
    percent: rounded(share.percent),
  }));
  const rest = 100 - sum(others.map(({ percent }) => percent));
  return [{ ...largest, percent: Number(rest.toFixed(9)) }, ...others];
}

const whyNothing = ({ spec }: Rollout) =>
  spec.replicas === 0 ? 'scaled-to-zero' : 'no-ready-pod';

/**
 * Whether the first revision has ever been healthy: the controller writes the
 * condition only from then on.
 *
 * @see rollout/sync.go `calculateRolloutConditions`
 */
function firstDeployment(
  { metadata, status }: Rollout,
  owned: readonly ReplicaSet[],
): Serving['firstDeployment'] {
  if (revisionOf(metadata.annotations) !== 1 || owned.length > 1) {
    return undefined;
  }
  return status.conditions?.some(({ type }) => type === 'Healthy')
    ? 'was-healthy'
    : 'never-healthy';
}

/**
 * Who serves which share of traffic now, whatever the phase. Derived once;
 * every sentence, bar and cell about traffic uses it.
 *
 * @param owned ReplicaSets of the rollout
 * @see rollout/trafficrouting.go `reconcileTrafficRouting`
 * @see rollout/service.go `reconcileActiveService`
 */
export function deriveServing(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
): Serving {
  const said = answer(rollout, owned);
  const isEmpty = (share: TrafficShare) => {
    const replicaSet = byHash(owned, share.podTemplateHash);
    return (
      share.role !== 'experiment' &&
      replicaSet !== undefined &&
      available(replicaSet) === 0 &&
      ready(replicaSet) === 0
    );
  };
  const shares = together(merged(said.shares)).map(share =>
    isEmpty(share) ? { ...share, noPods: true as const } : share,
  );
  const nothing =
    said.unknown === undefined && shares.every(({ noPods }) => noPods);
  const serving = compact<Serving>({
    ...said,
    shares: nothing ? [] : shares,
    nothing: nothing ? whyNothing(rollout) : undefined,
    unverified:
      said.source === 'router' &&
      rollout.status.canary?.weights?.verified === false
        ? true
        : undefined,
    firstDeployment: firstDeployment(rollout, owned),
  });
  return compact({ ...serving, wayBack: wayBackOf(rollout, owned, serving) });
}

/**
 * Percent of all traffic that the current revision has, without that of
 * experiments; undefined when it is not known.
 *
 * @see rollout/trafficrouting.go `calculateWeightStatus`
 */
export function currentPercent(
  serving: Serving,
  currentPodHash: string | undefined,
): number | undefined {
  if (serving.unknown !== undefined) return undefined;
  const percent = sum(
    serving.shares
      .filter(
        share =>
          share.role !== 'experiment' &&
          share.podTemplateHash !== undefined &&
          share.podTemplateHash === currentPodHash,
      )
      .map(share => share.percent),
  );
  return Number(percent.toFixed(9));
}

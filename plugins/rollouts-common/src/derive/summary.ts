import {
  EntityBinding,
  ResolvedEnvironment,
} from '@slipway/plugin-clusters-common';
import { PodTemplate, ReplicaSet, Rollout } from '../raw/types';
import {
  ContainerView,
  RolloutPhase,
  RolloutStrategy,
  RolloutSummary,
} from '../types';
import { attentionOf } from './attention';
import { containerViews } from './containers';
import { replicaFailure } from './failures';
import { differsFromGit } from './gitMark';
import { imageChanges } from './images';
import { earliestOf } from './instants';
import { conditionOf, derivePauses } from './pauses';
import { desiredReplicas, isFullyPromoted, rolloutPhase } from './phase';
import { ownedBy, revisionOf } from './owned';
import { currentPercent, deriveServing } from './serving';
import {
  maxTrafficWeight,
  podTemplateHash,
  setWeight,
  weightPercent,
} from './weights';

export { ownedBy, revisionOf } from './owned';

/** What a summary needs beside the Rollout itself. */
export interface SummaryContext {
  cluster: string;
  environment: ResolvedEnvironment;
  entity: EntityBinding;
  ownerRef?: string;
  /** ReplicaSets of the namespace or of the rollout; those of other owners are ignored. */
  replicaSets: readonly ReplicaSet[];
  /** Set when the spec is not observed and the caller knows since when (see `attentionOf`). */
  unobserved?: { unobservedSince: string; now: string };
}

/**
 * Which strategy the spec asks for.
 *
 * @see pkg/kubectl-argo-rollouts/info/rollout_info.go `NewRolloutInfo`
 */
export function strategyOf(rollout: Rollout): RolloutStrategy {
  if (rollout.spec.strategy.canary) return 'canary';
  if (rollout.spec.strategy.blueGreen) return 'blueGreen';
  return 'unknown';
}

/**
 * The updated template: of the Rollout, else of the current ReplicaSet (workloadRef).
 *
 * @see rollout/templateref.go `Resolve`
 */
export function currentTemplate(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
): PodTemplate | undefined {
  if (!rollout.spec.workloadRef && rollout.spec.template) {
    return rollout.spec.template;
  }
  const hash = rollout.status.currentPodHash;
  return owned.find(replicaSet => hash && podTemplateHash(replicaSet) === hash)
    ?.spec.template;
}

function phaseSince(rollout: Rollout, phase: RolloutPhase): string | undefined {
  const { status } = rollout;
  const transition = (type: string, wanted: string) => {
    const condition = conditionOf(rollout, type);
    return condition?.status === wanted
      ? condition.lastTransitionTime
      : undefined;
  };
  switch (phase) {
    case 'Paused':
      return (
        earliestOf((status.pauseConditions ?? []).map(p => p.startTime)) ??
        transition('Paused', 'True')
      );
    case 'Degraded':
      return (
        status.abortedAt ??
        transition('InvalidSpec', 'True') ??
        transition('Progressing', 'False')
      );
    case 'Healthy':
      return transition('Healthy', 'True');
    case 'Progressing':
      return transition('Completed', 'False') ?? transition('Healthy', 'False');
    default:
      return undefined;
  }
}

/** What the updated template has, what it changes of the stable one, and the two images that stand for it. */
function imagesOf(
  stable: PodTemplate | undefined,
  template: PodTemplate | undefined,
  inProgress: boolean,
): Pick<
  RolloutSummary,
  'images' | 'imageChanges' | 'stableImage' | 'canaryImage'
> {
  const before = containerViews(stable);
  const after = containerViews(template);
  const changes = stable && template ? imageChanges(before, after) : undefined;
  const changed = changes?.find(({ from, to }) => from && to)?.container;
  const image = (containers: ContainerView[]) =>
    (
      containers.find(({ name }) => name === changed) ??
      containers.find(({ init }) => !init)
    )?.image;
  return {
    images: template && after,
    imageChanges: inProgress ? changes : undefined,
    stableImage: image(before),
    canaryImage: image(after),
  };
}

/**
 * One row of the list: everything that needs no second look at the cluster.
 *
 * @see utils/rollout/rolloututil.go `GetRolloutPhase`
 */
export function deriveSummary(
  rollout: Rollout,
  context: SummaryContext,
): RolloutSummary {
  const { metadata, spec, status } = rollout;
  const owned = ownedBy(metadata.uid, context.replicaSets);
  const { phase, message } = rolloutPhase(rollout);
  const strategy = strategyOf(rollout);
  const template = currentTemplate(rollout, owned);
  const stable = owned.find(
    replicaSet =>
      status.stableRS && podTemplateHash(replicaSet) === status.stableRS,
  );
  const pauses = derivePauses(rollout);
  const stepCount = spec.strategy.canary?.steps?.length ?? 0;
  const revision = revisionOf(metadata.annotations);
  const serving = deriveServing(rollout, owned);
  const inProgress = !isFullyPromoted(rollout);

  const optional: Partial<RolloutSummary> = {
    ownerRef: context.ownerRef,
    phaseSince: phaseSince(rollout, phase),
    abortedAt: status.abortedAt,
    stepIndex: stepCount > 0 ? status.currentStepIndex : undefined,
    setWeight:
      strategy === 'canary'
        ? weightPercent(rollout, setWeight(rollout))
        : undefined,
    actualWeight:
      strategy === 'canary'
        ? currentPercent(serving, status.currentPodHash)
        : undefined,
    maxTrafficWeight:
      maxTrafficWeight(rollout) === 100 ? undefined : maxTrafficWeight(rollout),
    ...imagesOf(stable?.spec.template, template, inProgress),
    replicaFailure: replicaFailure(rollout, owned),
    currentPodHash: status.currentPodHash || undefined,
    stableHash: status.stableRS || undefined,
    revision: revision || undefined,
    restartAt: spec.restartAt,
    restartedAt: status.restartedAt,
  };
  const summary: RolloutSummary = {
    ref: {
      cluster: context.cluster,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
    },
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    environment: context.environment,
    entity: context.entity,
    strategy,
    phase,
    message,
    aborted: status.abort === true,
    manuallyPaused: spec.paused === true,
    pauses,
    stepCount,
    serving,
    trafficRouted: spec.strategy.canary?.trafficRouting !== undefined,
    replicas: {
      desired: desiredReplicas(rollout),
      current: status.replicas ?? 0,
      updated: status.updatedReplicas ?? 0,
      ready: status.readyReplicas ?? 0,
      available: status.availableReplicas ?? 0,
    },
    inProgress,
    differsFromGit: differsFromGit(rollout, template),
    createdAt: metadata.creationTimestamp,
  };
  for (const [key, value] of Object.entries(optional)) {
    if (value !== undefined) Object.assign(summary, { [key]: value });
  }
  const attention = attentionOf(summary, context.unobserved);
  if (attention) summary.attention = attention;
  return summary;
}

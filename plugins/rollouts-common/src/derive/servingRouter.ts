import { compact } from '@slipway/plugin-clusters-common/read';
import {
  ExperimentStepTemplate,
  ReplicaSet,
  Rollout,
  TrafficWeights,
  WeightDestination,
} from '../raw/types';
import { Serving, TrafficShare } from '../types';
import { revisionOfHash } from './owned';
import { currentCanaryStep, maxTrafficWeight, percentOf } from './weights';

type Answer = Pick<Serving, 'source' | 'shares' | 'unknown'>;

const unknown = (why: string): Answer => ({
  source: 'router',
  shares: [],
  unknown: why,
});

/**
 * What a pod template hash is for the rollout.
 *
 * @see pkg/kubectl-argo-rollouts/info/replicaset_info.go `GetReplicaSetInfo`
 */
export function roleOf(
  { status }: Rollout,
  hash: string | undefined,
): 'stable' | 'canary' | 'other' {
  if (hash && hash === status.stableRS) return 'stable';
  if (hash && hash === status.currentPodHash) return 'canary';
  return 'other';
}

/**
 * The Services through which stable and canary are reached: those of ping-pong
 * where the spec has it.
 *
 * @see rollout/trafficrouting/service_helper.go `GetStableAndCanaryServices`
 */
export function canaryServices(rollout: Rollout): {
  stable?: string;
  canary?: string;
} {
  const { canary } = rollout.spec.strategy;
  if (!canary) return {};
  const { pingService, pongService } = canary.pingPong ?? {};
  if (!pingService && !pongService) {
    return compact({
      stable: canary.stableService || undefined,
      canary: canary.canaryService || undefined,
    });
  }
  return rollout.status.canary?.stablePingPong === 'ping'
    ? compact({ stable: pingService, canary: pongService })
    : compact({ stable: pongService, canary: pingService });
}

/**
 * Templates of the experiment step that is current, or the last one before it.
 *
 * @see utils/replicaset/canary.go `GetCurrentExperimentStep`
 */
function experimentTemplates(rollout: Rollout): ExperimentStepTemplate[] {
  const { index = -1 } = currentCanaryStep(rollout);
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  for (let i = Math.min(index, steps.length - 1); i >= 0; i--) {
    const templates = steps[i].experiment?.templates;
    if (templates) return templates;
  }
  return [];
}

/** The template that a destination belongs to: by its Service, named by the user or `<experiment>-<template>`. */
function templateOf(
  { serviceName = '' }: WeightDestination,
  templates: readonly ExperimentStepTemplate[],
): ExperimentStepTemplate | undefined {
  return (
    templates.find(template => template.serviceName === serviceName) ??
    templates
      .filter(({ name }) => name && serviceName.endsWith(`-${name}`))
      .sort((a, b) => (b.name?.length ?? 0) - (a.name?.length ?? 0))[0]
  );
}

/**
 * Shares as the controller set them at the router last. Hashes are trusted
 * over roles: after a rollback with dynamicStableScale the canary's
 * destination is the revision before.
 *
 * @see rollout/trafficrouting.go `calculateWeightStatus`: stable gets what is left
 * @see rollout/trafficrouting.go `calculateWeightDestinationsFromExperiment`
 * @see utils/rollout/rolloututil.go `IsDynamicallyRollingBackToStable`
 */
export function routerShares(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
  weights: TrafficWeights,
): Answer {
  const { status } = rollout;
  const maximum = maxTrafficWeight(rollout);
  const additional = weights.additional ?? [];
  const besideStable = [weights.canary, ...additional].reduce(
    (sum, { weight = NaN }) => sum + weight,
    0,
  );
  const stableWeight = weights.stable
    ? weights.stable.weight ?? NaN
    : maximum - besideStable;
  const total = besideStable + stableWeight;
  if (!(total === maximum)) {
    return unknown(
      Number.isNaN(total)
        ? 'A weight is missing in what the controller reports of the traffic router.'
        : `The weights that the controller reports of the traffic router add up to ${total} of ${maximum}.`,
    );
  }
  const services = canaryServices(rollout);
  const promoted = status.stableRS === status.currentPodHash;
  const destination = (
    weight: number | undefined,
    hash: string | undefined,
    service: string | undefined,
  ): TrafficShare =>
    compact({
      role: roleOf(rollout, hash),
      podTemplateHash: hash,
      revision: revisionOfHash(owned, hash),
      percent: percentOf(weight ?? NaN, maximum) ?? NaN,
      service,
    });
  const templates = additional.length ? experimentTemplates(rollout) : [];
  const shares = [
    destination(
      weights.canary.weight,
      weights.canary.podTemplateHash ??
        (promoted ? undefined : status.currentPodHash),
      services.canary ?? weights.canary.serviceName,
    ),
    destination(
      stableWeight,
      weights.stable?.podTemplateHash ?? status.stableRS,
      services.stable ?? weights.stable?.serviceName,
    ),
    ...additional.map((one): TrafficShare => {
      const template = templateOf(one, templates);
      const of = { canary: status.currentPodHash, stable: status.stableRS };
      const from =
        template?.specRef === 'canary' || template?.specRef === 'stable'
          ? of[template.specRef]
          : one.podTemplateHash;
      return compact({
        role: 'experiment' as const,
        podTemplateHash: one.podTemplateHash,
        revision: revisionOfHash(owned, from),
        percent: percentOf(one.weight ?? NaN, maximum) ?? NaN,
        service: one.serviceName,
        name: template?.name,
      });
    }),
  ];
  return shares.some(({ percent }) => Number.isNaN(percent))
    ? unknown(
        `A weight that the controller reports of the traffic router is not within 0 and ${maximum}.`,
      )
    : { source: 'router', shares };
}

import { ApiError } from '../../kube/types';
import { Ingress } from '../base/model';
import { controllerReference, isOwnedBy } from '../base/Objects';
import { TrafficWeights, WeightDestination } from '../base/rolloutModel';
import { atDesiredCounts } from './canaryCounts';
import { available, hashOf } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { pointService, rollingBackDynamically } from './services';
import {
  canaryOf,
  currentSetWeight,
  currentStep,
  isFullyPromoted,
  isSetWeight,
  maxWeightOf,
  replicasOf,
  stepsOf,
} from './spec';
import { share, weightOnTheWayBack } from './wayBack';

/** Weights of a traffic router. Upstream: `rollout/trafficrouting.go`, `rollout/trafficrouting/nginx/nginx.go`. */

/**
 * The templates of the running experiment that get a share of the traffic,
 * which stable gives up.
 *
 * @see rollout/trafficrouting.go calculateWeightDestinationsFromExperiment
 */
function experimentWeights({
  rollout,
  experiment,
}: RolloutContext): WeightDestination[] {
  const step = currentStep(rollout).step?.experiment;
  if (!step || experiment?.status.phase !== 'Running') return [];
  return (experiment.status.templateStatuses ?? []).flatMap(
    ({ name, serviceName, podTemplateHash }) => {
      const weight = step.templates?.find(one => one.name === name)?.weight;
      if (weight === undefined) return [];
      return {
        weight,
        ...(serviceName ? { serviceName } : {}),
        ...(podTemplateHash ? { podTemplateHash } : {}),
      };
    },
  );
}

interface Desired {
  /** Weight of the canary. */
  weight: number;
  additional: WeightDestination[];
}

/** Upstream: the branches of `reconcileTrafficRouting`. */
function desiredWeight(context: RolloutContext): Desired {
  const { rollout, newRS, stableRS, otherRSs, pause } = context;
  const only = (weight: number): Desired => ({ weight, additional: [] });
  const withExperiment = (weight: number): Desired => ({
    weight,
    additional: experimentWeights(context),
  });
  const dynamic = canaryOf(rollout)?.dynamicStableScale;
  if (rollingBackDynamically(context) !== undefined) {
    return only(weightOnTheWayBack(context));
  }
  if (isFullyPromoted(rollout)) return only(0);
  if (pause.aborted) {
    const weight = weightOnTheWayBack(context);
    if (!dynamic || weight === 0) {
      pointService(context, canaryOf(rollout)?.canaryService, stableRS, false);
    }
    return only(weight);
  }
  if (available(newRS) === 0) return withExperiment(0);
  if (rollout.status.promoteFull) {
    return only(
      dynamic
        ? share(context, available(newRS))
        : rollout.status.canary?.weights?.canary.weight ?? 0,
    );
  }
  const { index } = currentStep(rollout);
  if (index === undefined) return only(0);
  if (!atDesiredCounts(rollout, newRS, stableRS, otherRSs, undefined)) {
    const passed = stepsOf(rollout).slice(0, index).reverse();
    return withExperiment(passed.find(isSetWeight)?.setWeight ?? 0);
  }
  return index === stepsOf(rollout).length
    ? only(maxWeightOf(rollout))
    : withExperiment(currentSetWeight(rollout));
}

const sum = (additional: WeightDestination[] | undefined) =>
  (additional ?? []).reduce((total, { weight }) => total + weight, 0);

/** As the controller's Event prints a list of Go structs. */
const additionalText = (additional: WeightDestination[] | undefined) =>
  `additional: [${(additional ?? [])
    .map(
      ({ weight, serviceName = '', podTemplateHash = '' }) =>
        `{${weight} ${serviceName} ${podTemplateHash}}`,
    )
    .join(' ')}]`;

/** Upstream: `trafficWeightUpdatedMessage`. */
function changeText(
  previous: TrafficWeights | undefined,
  weights: TrafficWeights,
): string {
  const details: string[] = [];
  const { weight } = weights.canary;
  if (!previous) details.push(`to ${weight}`);
  else if (previous.canary.weight !== weight) {
    details.push(`from ${previous.canary.weight} to ${weight}`);
  }
  if (
    previous &&
    JSON.stringify(previous.additional ?? []) !==
      JSON.stringify(weights.additional ?? [])
  ) {
    details.push(additionalText(weights.additional));
  }
  return details.join(', ');
}

/** Rules of the stable Ingress that point to the stable service, pointed to the canary's. */
function canaryRules(
  stable: Ingress,
  stableService: string,
  canaryService: string,
) {
  const rules = structuredClone(stable.spec.rules ?? []).filter(rule =>
    rule.http?.paths?.some(
      path => path.backend?.service?.name === stableService,
    ),
  );
  for (const path of rules.flatMap(rule => rule.http?.paths ?? [])) {
    if (path.backend?.service?.name === stableService) {
      path.backend.service.name = canaryService;
    }
  }
  return rules;
}

function setIngressWeight(
  context: RolloutContext,
  stableName: string,
  weight: number,
): void {
  const { rollout, objects } = context;
  const { namespace, uid } = rollout.metadata;
  const canary = canaryOf(rollout);
  const nginx = canary?.trafficRouting?.nginx;
  const { stableService = '', canaryService = '' } = canary ?? {};
  const stable = objects.ingresses.get(namespace, stableName);
  if (!stable) {
    throw new ApiError(
      404,
      'NotFound',
      `error retrieving stableIngress \`${stableName}\` from cache: ingress.networking.k8s.io "${stableName}" not found`,
    );
  }
  const prefix = nginx?.annotationPrefix || 'nginx.ingress.kubernetes.io';
  const ingressClass =
    stable.metadata.annotations?.['kubernetes.io/ingress.class'];
  const maxWeight = canary?.trafficRouting?.maxTrafficWeight;
  const annotations: Record<string, string> = {
    ...(ingressClass ? { 'kubernetes.io/ingress.class': ingressClass } : {}),
    ...Object.fromEntries(
      Object.entries(nginx?.additionalIngressAnnotations ?? {}).map(
        ([name, value]) => [
          name.startsWith(prefix) ? name : `${prefix}/${name}`,
          value,
        ],
      ),
    ),
    ...nginx?.canaryIngressAnnotations,
    [`${prefix}/canary`]: 'true',
    [`${prefix}/canary-weight`]: String(weight),
    ...(maxWeight === undefined
      ? {}
      : { [`${prefix}/canary-weight-total`]: String(maxWeight) }),
  };
  const spec = {
    ...(stable.spec.ingressClassName
      ? { ingressClassName: stable.spec.ingressClassName }
      : {}),
    ...(stable.spec.tls ? { tls: stable.spec.tls } : {}),
    rules: canaryRules(stable, stableService, canaryService),
  };
  if (!spec.rules.length) {
    throw new Error(
      `ingress \`${stableName}\` has no rules using service ${stableService} backend`,
    );
  }
  const name = `${rollout.metadata.name}-${stableName}`.slice(0, 246);
  const canaryName = `${name}-canary`;
  const existing = objects.ingresses.get(namespace, canaryName);
  if (!existing) {
    context.event(
      'Normal',
      'CreatingCanaryIngress',
      `Creating canary ingress \`${canaryName}\` with weight \`${weight}\``,
    );
    objects.ingresses.create({
      metadata: {
        name: canaryName,
        namespace,
        annotations,
        ownerReferences: [controllerReference(rollout)],
      },
      spec,
      status: { loadBalancer: {} },
    });
    return;
  }
  if (!isOwnedBy(existing, uid)) {
    throw new Error(
      `canary ingress \`${canaryName}\` controlled by different object`,
    );
  }
  const before = existing.metadata.resourceVersion;
  const updated = objects.ingresses.update({
    ...existing,
    metadata: {
      ...existing.metadata,
      annotations: { ...existing.metadata.annotations, ...annotations },
    },
    spec,
  });
  if (updated.metadata.resourceVersion !== before) {
    context.event(
      'Normal',
      'PatchingCanaryIngress',
      `Updating Ingress \`${canaryName}\` to desiredWeight '${weight}'`,
    );
  }
}

/** Sets the weight that the step allows and notes it in the status. Routers other than nginx are only noted. */
export function reconcileTraffic(context: RolloutContext): void {
  const { rollout, newRS, stableRS, next } = context;
  const canary = canaryOf(rollout);
  const routing = canary?.trafficRouting;
  if (!routing) {
    delete next.canary?.weights;
    return;
  }
  const max = maxWeightOf(rollout);
  const { weight, additional } = desiredWeight(context);
  // Traffic is not given back to a stable ReplicaSet that cannot bear it.
  if (
    !stableRS ||
    available(stableRS) <
      Math.trunc(((max - weight) * replicasOf(rollout)) / max)
  ) {
    return;
  }
  if (routing.nginx) {
    const { stableIngresses, stableIngress } = routing.nginx;
    try {
      for (const name of stableIngresses ?? [stableIngress ?? '']) {
        setIngressWeight(context, name, weight);
      }
    } catch (error) {
      context.event(
        'Warning',
        'TrafficRoutingError',
        error instanceof Error ? error.message : String(error),
      );
      throw error;
    }
  }
  const weights: TrafficWeights = {
    canary: {
      weight,
      ...(canary.canaryService ? { serviceName: canary.canaryService } : {}),
      podTemplateHash: rollingBackDynamically(context) ?? hashOf(newRS),
    },
    stable: {
      weight: max - weight - sum(additional),
      ...(canary.stableService ? { serviceName: canary.stableService } : {}),
      podTemplateHash: hashOf(stableRS),
    },
    ...(additional.length ? { additional } : {}),
  };
  const previous = rollout.status.canary?.weights;
  if (JSON.stringify(previous) !== JSON.stringify(weights)) {
    context.event(
      'Normal',
      'TrafficWeightUpdated',
      `Traffic weight updated ${changeText(previous, weights)}`,
    );
    next.canary = { ...next.canary, weights };
  }
}

import { ApiError } from '../../kube/types';
import { Ingress } from '../base/model';
import { controllerReference, isOwnedBy } from '../base/Objects';
import { TrafficWeights } from '../base/rolloutModel';
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

function desiredWeight(context: RolloutContext): number {
  const { rollout, newRS, stableRS, otherRSs, pause } = context;
  const dynamic = canaryOf(rollout)?.dynamicStableScale;
  if (rollingBackDynamically(context) !== undefined) {
    return weightOnTheWayBack(context);
  }
  if (isFullyPromoted(rollout)) return 0;
  if (pause.aborted) {
    const weight = weightOnTheWayBack(context);
    if (!dynamic || weight === 0) {
      pointService(context, canaryOf(rollout)?.canaryService, stableRS, false);
    }
    return weight;
  }
  if (available(newRS) === 0) return 0;
  if (rollout.status.promoteFull) {
    return dynamic
      ? share(context, available(newRS))
      : rollout.status.canary?.weights?.canary.weight ?? 0;
  }
  const { index } = currentStep(rollout);
  if (index === undefined) return 0;
  if (!atDesiredCounts(rollout, newRS, stableRS, otherRSs, undefined)) {
    const passed = stepsOf(rollout).slice(0, index).reverse();
    return passed.find(isSetWeight)?.setWeight ?? 0;
  }
  return index === stepsOf(rollout).length
    ? maxWeightOf(rollout)
    : currentSetWeight(rollout);
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
  const weight = desiredWeight(context);
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
      weight: max - weight,
      ...(canary.stableService ? { serviceName: canary.stableService } : {}),
      podTemplateHash: hashOf(stableRS),
    },
  };
  const previous = rollout.status.canary?.weights;
  if (JSON.stringify(previous) !== JSON.stringify(weights)) {
    let change = '';
    if (previous === undefined) change = `to ${weight}`;
    else if (previous.canary.weight !== weight) {
      change = `from ${previous.canary.weight} to ${weight}`;
    }
    context.event(
      'Normal',
      'TrafficWeightUpdated',
      `Traffic weight updated ${change}`,
    );
    next.canary = { ...next.canary, weights };
  }
}

import { ApiError } from '@slipway/kube-sim';
import { Ingress } from '../../../loops/model';
import { controllerReference, isOwnedBy } from '../../../loops/Objects';
import { RolloutContext } from './RolloutContext';
import { Router } from './router';
import { canaryOf } from './spec';

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

/** A second Ingress with the weight as annotation. Upstream: `rollout/trafficrouting/nginx/nginx.go`. */
export const nginxRouter: Router = {
  setWeight(context, weight) {
    const { stableIngresses, stableIngress } =
      canaryOf(context.rollout)?.trafficRouting?.nginx ?? {};
    for (const name of stableIngresses ?? [stableIngress ?? '']) {
      setIngressWeight(context, name, weight);
    }
  },
  setHeaderRoute() {},
  removeManagedRoutes() {},
};

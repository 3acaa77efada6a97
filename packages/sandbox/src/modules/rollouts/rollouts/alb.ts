import { ApiError } from '@slipway/kube-sim';
import { Ingress, StringMap } from '../../../loops/model';
import { CanaryStep, WeightDestination } from '../rolloutModel';
import { hasRuleWith } from './ingressRules';
import { RolloutContext } from './RolloutContext';
import { Router } from './router';
import { canaryOf, stableAndCanaryServices } from './spec';

/** Weights and header routes as annotations of an Ingress of the AWS load balancer controller. Upstream: `rollout/trafficrouting/alb/alb.go`. */

const MANAGED = 'rollouts.argoproj.io/managed-alb-annotations';

type HeaderRoute = NonNullable<CanaryStep['setHeaderRoute']>;
type Path = NonNullable<
  NonNullable<NonNullable<Ingress['spec']['rules']>[number]['http']>['paths']
>[number];

const albOf = (context: RolloutContext) =>
  canaryOf(context.rollout)?.trafficRouting?.alb ?? {};

const keyOf = (context: RolloutContext, kind: string, name: string) =>
  `${
    albOf(context).annotationPrefix || 'alb.ingress.kubernetes.io'
  }/${kind}.${name}`;

function ingressesOf(context: RolloutContext): Ingress[] {
  const { ingress = '', ingresses } = albOf(context);
  return (ingresses ?? [ingress]).map(name => {
    const found = context.objects.ingresses.get(
      context.rollout.metadata.namespace,
      name,
    );
    if (found) return found;
    throw new ApiError(
      404,
      'NotFound',
      `ingress.networking.k8s.io "${name}" not found`,
    );
  });
}

/** The action of an annotation, as Go writes the struct. Upstream: `getForwardActionString`. */
function forward(
  context: RolloutContext,
  targets: Array<{ serviceName?: string; weight: number }>,
): string {
  const { servicePort, stickinessConfig } = albOf(context);
  return JSON.stringify({
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: targets.map(({ serviceName, weight }) => ({
        ...(serviceName ? { ServiceName: serviceName } : {}),
        ServicePort: String(servicePort ?? 0),
        Weight: weight,
      })),
      ...(stickinessConfig?.enabled && {
        TargetGroupStickinessConfig: {
          Enabled: true,
          DurationSeconds: stickinessConfig.durationSeconds ?? 0,
        },
      }),
    },
  });
}

/** Which annotations each Rollout manages. */
function managedOf(annotations: StringMap): Record<string, string[]> {
  const value: unknown = JSON.parse(annotations[MANAGED] || '{}');
  return Object.fromEntries(
    Object.entries(typeof value === 'object' && value ? value : {}).map(
      ([rollout, keys]) => [rollout, Array.isArray(keys) ? keys : []],
    ),
  );
}

/** Upstream: `modifyManagedAnnotation`. */
function withManaged(
  context: RolloutContext,
  annotations: StringMap,
  keys: string[],
  add: boolean,
): StringMap {
  const managed = managedOf(annotations);
  const { name } = context.rollout.metadata;
  const own = managed[name] ?? [];
  managed[name] = add
    ? [...own, ...keys.filter(key => !own.includes(key))]
    : own.filter(key => !keys.includes(key));
  return { ...annotations, [MANAGED]: JSON.stringify(managed) };
}

function update(context: RolloutContext, ingress: Ingress, what: string): void {
  const before = ingress.metadata.resourceVersion;
  const { metadata } = context.objects.ingresses.update(ingress);
  if (metadata.resourceVersion !== before) {
    context.event(
      'Normal',
      'PatchingALBIngress',
      `Updating Ingress \`${metadata.name}\` ${what}`,
    );
  }
}

function setWeight(
  context: RolloutContext,
  weight: number,
  additional: WeightDestination[],
): void {
  const { rootService } = albOf(context);
  const { stable, canary } = stableAndCanaryServices(context.rollout);
  const action =
    rootService || (canaryOf(context.rollout)?.stableService ?? '');
  const given = additional.reduce((sum, one) => sum + one.weight, weight);
  for (const ingress of ingressesOf(context)) {
    if (!hasRuleWith(ingress, action)) {
      throw new Error(`ingress does not have service \`${action}\` in rules`);
    }
    const key = keyOf(context, 'actions', action);
    const value = forward(context, [
      { serviceName: canary, weight },
      ...additional,
      { serviceName: stable, weight: 100 - given },
    ]);
    ingress.metadata.annotations = withManaged(
      context,
      { ...ingress.metadata.annotations, [key]: value },
      [key],
      true,
    );
    update(context, ingress, `to desiredWeight '${weight}'`);
  }
}

/** Two exact matches of the same header are values of one condition. Upstream: `getTrafficForwardConditionString`. */
function conditionsOf(match: NonNullable<HeaderRoute['match']>): string {
  const values = new Map<string, string[]>();
  for (const { headerName, headerValue } of match) {
    values.set(headerName, [
      ...(values.get(headerName) ?? []),
      headerValue?.exact ?? '',
    ]);
  }
  return JSON.stringify(
    [...values].map(([httpHeaderName, list]) => ({
      field: 'http-header',
      httpHeaderConfig: { httpHeaderName, values: list },
    })),
  );
}

/** Paths of every rule, changed. */
function mapPaths(ingress: Ingress, change: (paths: Path[]) => Path[]): void {
  ingress.spec.rules = ingress.spec.rules?.map(rule =>
    rule.http
      ? {
          ...rule,
          http: { ...rule.http, paths: change(rule.http.paths ?? []) },
        }
      : rule,
  );
}

const without = (paths: Path[], service: string): Path[] => {
  const at = paths.findIndex(path => path.backend?.service?.name === service);
  return paths.filter((_, index) => index !== at);
};

/** Managed routes come first, in their order. Upstream: `SortHttpPaths`. */
function sorted(context: RolloutContext, paths: Path[]): Path[] {
  const routes = (
    canaryOf(context.rollout)?.trafficRouting?.managedRoutes ?? []
  ).map(({ name }) => name);
  const rank = (path: Path) => {
    const at = routes.indexOf(path.backend?.service?.name ?? '');
    return at < 0 ? routes.length : at;
  };
  return [...paths].sort((left, right) => rank(left) - rank(right));
}

function setHeaderRoute(context: RolloutContext, route: HeaderRoute): void {
  const { name = '', match } = route;
  const { canary } = stableAndCanaryServices(context.rollout);
  const keys = [
    keyOf(context, 'actions', name),
    keyOf(context, 'conditions', name),
  ];
  for (const ingress of ingressesOf(context)) {
    const annotations = { ...ingress.metadata.annotations };
    if (match) {
      annotations[keys[0]] = forward(context, [
        { serviceName: canary, weight: 100 },
      ]);
      annotations[keys[1]] = conditionsOf(match);
    } else {
      keys.forEach(key => delete annotations[key]);
    }
    ingress.metadata.annotations = withManaged(
      context,
      annotations,
      keys,
      Boolean(match),
    );
    const hasRule = hasRuleWith(ingress, name);
    mapPaths(ingress, paths => {
      let next = paths;
      if (hasRule && !match) next = without(paths, name);
      if (!hasRule && match) {
        next = [
          {
            path: '/*',
            pathType: 'ImplementationSpecific',
            backend: { service: { name, port: { name: 'use-annotation' } } },
          },
          ...paths,
        ];
      }
      return sorted(context, next);
    });
    update(context, ingress, `to headerRoute '${name}'`);
  }
}

function removeManagedRoutes(context: RolloutContext): void {
  const routes = canaryOf(context.rollout)?.trafficRouting?.managedRoutes ?? [];
  if (!routes.length) return;
  const keys = routes.flatMap(({ name }) => [
    keyOf(context, 'actions', name),
    keyOf(context, 'conditions', name),
  ]);
  for (const ingress of ingressesOf(context)) {
    const annotations = { ...ingress.metadata.annotations };
    keys.forEach(key => delete annotations[key]);
    ingress.metadata.annotations = withManaged(
      context,
      annotations,
      keys,
      false,
    );
    mapPaths(ingress, paths =>
      routes.reduce((kept, { name }) => without(kept, name), paths),
    );
    update(context, ingress, 'removing managed routes');
  }
}

export const albRouter: Router = {
  setWeight,
  setHeaderRoute,
  removeManagedRoutes,
};

import { JsonRecord, Json } from '@slipway/kube-sim';
import { Kind } from '../../../loops/Objects';
import { RolloutObjects } from '../RolloutObjects';
import { Rollout } from '../rolloutModel';
import { internalError, invalidField } from './fieldErrors';
import { hasRuleWith } from './ingressRules';
import { isSet, list, record, textOf } from './rawSpec';
import { canaryOf } from './spec';

/** What the routers of a canary refer to. Upstream: `getReferencedIngresses` and its neighbours in `rollout/controller.go`, `GetReferencedVirtualServices` in `rollout/trafficrouting/istio/controller.go`. */

const ROUTING = 'spec.strategy.canary.trafficRouting';

/** A check that is made once everything is there. */
export type Later = () => void;

interface IngressRouter {
  field: string;
  one: [key: string, name: Json | undefined];
  many: [key: string, names: Json | undefined];
  /** The Service that a rule must lead to. */
  service: string;
}

/** Ingresses of the routers that change some. */
function ingressRouters(routing: JsonRecord, stable: string): IngressRouter[] {
  const { nginx, alb } = routing;
  const { stableIngress, stableIngresses } = record(nginx);
  const { ingress, ingresses, rootService } = record(alb);
  return [
    ...(isSet(nginx)
      ? [
          {
            field: `${ROUTING}.nginx`,
            one: ['stableIngress', stableIngress],
            many: ['stableIngresses', stableIngresses],
            service: stable,
          } satisfies IngressRouter,
        ]
      : []),
    ...(isSet(alb)
      ? [
          {
            field: `${ROUTING}.alb`,
            one: ['ingress', ingress],
            many: ['ingresses', ingresses],
            service: textOf(rootService) || stable,
          } satisfies IngressRouter,
        ]
      : []),
  ];
}

/** How the two fields of ingresses are named where both or neither are set. */
const PAIRS: Record<string, string> = {
  ingress: 'Ingress or Ingresses',
  stableIngress: 'StableIngress or StableIngresses',
};

function checkPair({
  field,
  one: [key, name],
  many: [, names],
}: IngressRouter) {
  const pair = `Either ${PAIRS[key]} must be configured.`;
  if (name && isSet(names)) {
    throw internalError(field, `${pair} Both are configured.`);
  }
  if (!name && !isSet(names)) {
    throw internalError(field, `${pair} Neither are configured.`);
  }
}

function requireIngresses(
  objects: RolloutObjects,
  rollout: Rollout,
  router: IngressRouter,
): Later[] {
  const { field, one, many } = router;
  const several = isSet(many[1]);
  // Upstream writes the field of nginx with a capital where one is missing.
  const missing = several && field.endsWith('nginx') ? 'StableIngresses' : '';
  const [key, value] = several ? many : one;
  const names = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  return names.map(name => {
    const found = objects.ingresses.get(rollout.metadata.namespace, name);
    if (!found) {
      throw invalidField(
        `${field}.${missing || key}`,
        value,
        `ingress.networking.k8s.io "${name}" not found`,
      );
    }
    return () => {
      if (hasRuleWith(found, router.service)) return;
      throw invalidField(
        `${field}.${key}`,
        name,
        `ingress \`${name}\` has no rules using service ${router.service} backend`,
      );
    };
  });
}

/** What the API server says of an object that is not there, or of a kind that it does not know. */
function notThere(
  objects: RolloutObjects,
  kind: [apiVersion: string, kind: string, resource: string],
  namespace: string | undefined,
  name: string,
): string | undefined {
  const [apiVersion, kindName, resource] = kind;
  const of = new Kind(objects.rollouts.store, apiVersion, kindName);
  if (!of.type) return 'the server could not find the requested resource';
  return of.get(namespace, name)
    ? undefined
    : `${resource} "${name}" not found`;
}

function checkVirtualServices(
  objects: RolloutObjects,
  rollout: Rollout,
  istio: JsonRecord,
): void {
  const field = `${ROUTING}.istio`;
  const several = list(istio.virtualServices);
  if (several.length > 0 === isSet(istio.virtualService)) {
    throw internalError(
      field,
      'either VirtualService or VirtualServices must be configured',
    );
  }
  const key = several.length ? 'virtualServices' : 'virtualService';
  const named = several.length ? several : [record(istio.virtualService)];
  for (const { name } of named) {
    const [own, namespace] = textOf(name).split('.');
    const why = notThere(
      objects,
      [
        'networking.istio.io/v1alpha3',
        'VirtualService',
        'virtualservices.networking.istio.io',
      ],
      namespace ?? rollout.metadata.namespace,
      own,
    );
    if (why) throw invalidField(`${field}.${key}.name`, own, why);
  }
}

function checkMappings(
  objects: RolloutObjects,
  rollout: Rollout,
  ambassador: JsonRecord,
): void {
  const field = `${ROUTING}.ambassador.mappings`;
  const mappings = Array.isArray(ambassador.mappings)
    ? ambassador.mappings.map(textOf)
    : [];
  if (mappings.length === 0) {
    throw invalidField(field, null, 'must provide at least one mapping');
  }
  for (const name of mappings) {
    const why = notThere(
      objects,
      ['getambassador.io/v2', 'Mapping', 'mappings.getambassador.io'],
      rollout.metadata.namespace,
      name,
    );
    if (why) throw invalidField(field, name, why);
  }
}

function checkAppMesh(
  objects: RolloutObjects,
  rollout: Rollout,
  appMesh: JsonRecord,
): void {
  const field = `${ROUTING}.appmesh.virtualService`;
  if (!isSet(appMesh.virtualService)) {
    throw invalidField(field, null, 'must provide virtual-service');
  }
  const { namespace } = rollout.metadata;
  const name = textOf(record(appMesh.virtualService).name);
  const why = notThere(
    objects,
    [
      'appmesh.k8s.aws/v1beta2',
      'VirtualService',
      'virtualservices.appmesh.k8s.aws',
    ],
    namespace,
    name,
  );
  if (why) throw invalidField(field, `${name}.${namespace}`, why);
}

/** @throws WrongField for what is not there. @returns whether the rest fits */
export function routerReferences(
  objects: RolloutObjects,
  rollout: Rollout,
  routing: JsonRecord,
): Later[] {
  const stable = canaryOf(rollout)?.stableService ?? '';
  const routers = ingressRouters(routing, stable);
  routers.forEach(checkPair);
  // ALB first: with it the ingresses of nginx are not looked at.
  const [router] = [...routers].reverse();
  const later = router ? requireIngresses(objects, rollout, router) : [];
  const { istio, ambassador, appMesh } = routing;
  if (isSet(istio)) checkVirtualServices(objects, rollout, record(istio));
  if (isSet(ambassador)) checkMappings(objects, rollout, record(ambassador));
  if (isSet(appMesh)) checkAppMesh(objects, rollout, record(appMesh));
  return later;
}

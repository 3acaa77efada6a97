import { isRecord, JsonRecord } from '@slipway/kube-sim';
import { IntOrString, Rollout } from '../rolloutModel';
import { invalidField } from './fieldErrors';
import { isSet, list, record, routingOf, textOf } from './rawSpec';
import { checkStep } from './stepValidation';

/** What the controller refuses of a canary. Upstream: `ValidateRolloutStrategyCanary` in `pkg/apis/rollouts/validation/validation.go`. */

const FIELD = 'spec.strategy';

const ROUTING =
  'Canary service and Stable service must to be set to use Traffic Routing';
const PING_PONG =
  'Ping service and Pong service must to be set to use Ping-Pong feature';

/** A count, or the number of a percentage; text that is neither is 0. @see getIntOrPercentValue */
function amountOf(value: IntOrString | undefined): number {
  if (typeof value === 'number') return value;
  return /^[+-]?\d+%?$/.test(value ?? '')
    ? Number.parseInt(value ?? '', 10)
    : 0;
}

/** Routers that shift weight between two Services that the strategy names. @see requireCanaryStableServices */
function needsServices(canary: JsonRecord, routing: JsonRecord): boolean {
  const alone = !isSet(canary.pingPong);
  const { istio } = routing;
  return (
    (isSet(routing.alb) && alone) ||
    (isSet(istio) && !isSet(record(istio).destinationRule) && alone) ||
    ['smi', 'apisix', 'ambassador', 'nginx', 'appMesh', 'traefik'].some(name =>
      isSet(routing[name]),
    )
  );
}

function checkPingPong(pingPong: JsonRecord, routing?: JsonRecord): void {
  const field = `${FIELD}.pingPong`;
  const ping = textOf(pingPong.pingService);
  const pong = textOf(pingPong.pongService);
  if (routing && !isSet(routing.alb) && !isSet(routing.istio)) {
    throw invalidField(
      `${FIELD}.trafficRouting.alb`,
      null,
      'Ping-pong feature works with the ALB and Istio traffic routers only',
    );
  }
  if (!ping) throw invalidField(`${field}.pingService`, ping, PING_PONG);
  if (!pong) throw invalidField(`${field}.pongService`, pong, PING_PONG);
  if (ping === pong) {
    throw invalidField(
      `${field}.pingService`,
      ping,
      'This rollout uses the same service for the ping and pong services, but two different services are required.',
    );
  }
  if (routing && isSet(routing.alb) && !record(routing.alb).rootService) {
    throw invalidField(
      `${FIELD}.trafficRouting.alb.rootService`,
      '',
      'Root service field is required for the configuration with ALB and ping-pong feature enabled',
    );
  }
}

function checkRouting(canary: JsonRecord, routing?: JsonRecord): void {
  const { scaleDownDelaySeconds: delay } = canary;
  const dynamic = canary.dynamicStableScale === true;
  if (!routing) {
    if (isSet(delay)) {
      throw invalidField(
        `${FIELD}.scaleDownDelaySeconds`,
        delay,
        'Canary scaleDownDelaySeconds can only be used with traffic routing',
      );
    }
    if (dynamic) {
      throw invalidField(
        `${FIELD}.dynamicStableScale`,
        true,
        'Canary dynamicStableScale can only be used with traffic routing',
      );
    }
    return;
  }
  if (isSet(delay) && dynamic) {
    throw invalidField(
      `${FIELD}.dynamicStableScale`,
      true,
      'Canary dynamicStableScale cannot be used with scaleDownDelaySeconds',
    );
  }
  const { maxTrafficWeight, nginx } = routing;
  if (
    isSet(maxTrafficWeight) &&
    !isSet(nginx) &&
    Object.keys(record(routing.plugins)).length === 0
  ) {
    throw invalidField(
      `${FIELD}.trafficRouting.maxTrafficWeight`,
      maxTrafficWeight,
      'Canary maxTrafficWeight in traffic routing only supported in Nginx and Plugins',
    );
  }
}

/** @throws WrongField for the first fault of a canary, all but its anti-affinity */
export function checkCanary(rollout: Rollout, canary: JsonRecord): void {
  const routing = routingOf(rollout);
  const { maxSurge, maxUnavailable } = canary as {
    maxSurge?: IntOrString;
    maxUnavailable?: IntOrString;
  };
  if (
    amountOf(maxSurge ?? '25%') === 0 &&
    amountOf(maxUnavailable ?? '25%') === 0
  ) {
    throw invalidField(
      `${FIELD}.maxSurge`,
      maxSurge,
      'MaxSurge and MaxUnavailable both can not be zero',
    );
  }
  const stable = textOf(canary.stableService);
  const next = textOf(canary.canaryService);
  if (next && next === stable) {
    throw invalidField(
      `${FIELD}.stableService`,
      stable,
      'This rollout uses the same service for the stable and canary services, but two different services are required.',
    );
  }
  if (isRecord(canary.pingPong)) checkPingPong(canary.pingPong, routing);
  if (routing && needsServices(canary, routing)) {
    if (!stable) throw invalidField(`${FIELD}.stableService`, '', ROUTING);
    if (!next) throw invalidField(`${FIELD}.canaryService`, '', ROUTING);
  }
  checkRouting(canary, routing);
  list(canary.steps).forEach((step, index) =>
    checkStep(rollout, step, `${FIELD}.steps[${index}]`, routing),
  );
}

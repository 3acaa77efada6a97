import { isRecord, JsonRecord, Json } from '@slipway/kube-sim';
import { CanaryStep, Rollout } from '../rolloutModel';
import { invalidField, requiredField } from './fieldErrors';
import { inOrder, isSet, list, record, textOf } from './rawSpec';
import { maxWeightOf, pauseDuration } from './spec';

/** What the controller refuses of the steps of a canary. Upstream: `ValidateRolloutStrategyCanary` in `pkg/apis/rollouts/validation/validation.go`. */

const FIELD = 'spec.strategy';

const STEP =
  'Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause';
const MATCH = ['exact', 'prefix', 'regex'];

const stringMatch = (value: Json | undefined) => inOrder(value, MATCH);

function checkMatch(value: Json | undefined, field: string): void {
  const given = MATCH.filter(name => record(value)[name]);
  if (given.length > 1) {
    throw invalidField(
      field,
      stringMatch(value),
      'StringMatch match value must have exactly one of the following: exact, regex, prefix',
    );
  }
  if (given.length === 0) {
    throw invalidField(
      field,
      stringMatch(value),
      'StringMatch value missed, match value must have one of the following: exact, regex, prefix',
    );
  }
}

function checkAlbMatch(value: Json | undefined, field: string): void {
  if (!isSet(value)) {
    checkMatch(value, field);
    return;
  }
  const { exact, regex, prefix } = record(value);
  if (!exact || regex || prefix) {
    throw invalidField(
      field,
      stringMatch(value),
      "SetHeaderRoute match value invalid. ALB supports 'exact' value only",
    );
  }
}

function checkHeaderRoute(
  route: JsonRecord,
  field: string,
  routing?: JsonRecord,
): void {
  const has = (name: string) => routing && isSet(routing[name]);
  if (
    !['istio', 'alb', 'apisix'].some(has) &&
    Object.keys(record(routing?.plugins)).length === 0
  ) {
    const match = list(route.match).map(one => ({
      headerName: textOf(one.headerName),
      headerValue: stringMatch(one.headerValue),
    }));
    throw invalidField(
      field,
      {
        ...(route.name ? { name: route.name } : {}),
        ...(match.length ? { match } : {}),
      },
      'SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix',
    );
  }
  list(route.match).forEach(({ headerValue }, index) => {
    const at = `${field}.match[${index}]`;
    if (has('alb')) checkAlbMatch(headerValue, at);
    else checkMatch(headerValue, at);
  });
}

function checkMirrorRoute(
  route: JsonRecord,
  field: string,
  routing?: JsonRecord,
): void {
  if (!routing || !isSet(routing.istio)) {
    const match = list(route.match).map(one => ({
      ...(isSet(one.method) ? { method: stringMatch(one.method) } : {}),
      ...(isSet(one.path) ? { path: stringMatch(one.path) } : {}),
      ...(isSet(one.headers)
        ? {
            headers: Object.fromEntries(
              Object.entries(record(one.headers))
                .sort(([left], [right]) => (left < right ? -1 : 1))
                .map(([name, value]) => [name, stringMatch(value)]),
            ),
          }
        : {}),
    }));
    throw invalidField(
      field,
      {
        ...(route.name ? { name: route.name } : {}),
        ...(match.length ? { match } : {}),
        ...(isSet(route.percentage) ? { percentage: route.percentage } : {}),
      },
      'SetMirrorRoute requires TrafficRouting, supports Istio only',
    );
  }
  list(route.match).forEach(({ method, path }, index) => {
    const at = `${field}.match[${index}]`;
    if (isSet(method)) checkMatch(method, at);
    if (isSet(path)) checkMatch(path, at);
  });
}

/** Routes that a step sets must be among those that the Rollout manages. */
function checkManagedRoutes(
  step: JsonRecord,
  field: string,
  routing?: JsonRecord,
): void {
  const routes = ['setHeaderRoute', 'setMirrorRoute'].filter(name =>
    isSet(step[name]),
  );
  if (!routing || routes.length === 0) return;
  if (!Array.isArray(routing.managedRoutes)) {
    throw requiredField(
      `${FIELD}.trafficRouting.managedRoutes`,
      "Rollout has missing field 'spec.strategy.canary.trafficRouting.managedRoutes'",
    );
  }
  const managed = list(routing.managedRoutes).map(({ name }) => textOf(name));
  for (const route of routes) {
    const name = textOf(record(step[route]).name);
    if (!managed.includes(name)) {
      throw invalidField(
        `${field}.${route}`,
        name,
        'Steps define a route that does not exist in spec.strategy.canary.trafficRouting.managedRoutes',
      );
    }
  }
}

const WEIGHTED = ['alb', 'smi', 'istio'];

function checkExperiment(
  experiment: JsonRecord,
  field: string,
  routing?: JsonRecord,
): void {
  list(experiment.templates).forEach(({ weight }, index) => {
    if (!isSet(weight)) return;
    const at = `${field}.experiment.templates[${index}].weight`;
    if (!routing) {
      throw invalidField(
        at,
        weight,
        'Experiment template weight cannot be set unless TrafficRouting is enabled',
      );
    }
    if (
      !WEIGHTED.some(name => isSet(routing[name])) &&
      Object.keys(record(routing.plugins)).length === 0
    ) {
      throw invalidField(
        at,
        weight,
        'Experiment template weight is only available for TrafficRouting with SMI, ALB, Istio and Plugins at this time',
      );
    }
  });
}

/** Members of metadata that an argument can name. @see ExtractFieldPathAsString in pkg/fieldpath of Kubernetes */
const METADATA =
  /^metadata\.(?:annotations|labels|name|namespace|uid)$|^metadata\.(?:annotations|labels)\['[^']*'\]$/;

function checkArguments(step: JsonRecord, field: string): void {
  const args = [
    ...list(record(step.experiment).analyses),
    record(step.analysis),
  ].flatMap(analysis => list(analysis.args));
  for (const { valueFrom } of args) {
    const path = textOf(record(record(valueFrom).fieldRef).fieldPath);
    if (path.startsWith('metadata') && !METADATA.test(path)) {
      throw invalidField(
        `${field}.analyses`,
        args.map(arg => inOrder(arg, ['name', 'value', 'valueFrom'])),
        'Analyses arguments must refer to valid object metadata supported by downwardAPI',
      );
    }
  }
}

const COUNTED = ['experiment', 'pause', 'setWeight', 'analysis'] as const;
const KINDS = [
  ...COUNTED,
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'plugin',
] as const;

/** `step.SetWeight: true` and the like. */
const reported = (kinds: readonly string[], value: (kind: string) => boolean) =>
  kinds
    .map(
      kind => `step.${kind[0].toUpperCase()}${kind.slice(1)}: ${value(kind)}`,
    )
    .join(' ');

/** @throws WrongField for the first fault of a step */
export function checkStep(
  rollout: Rollout,
  step: JsonRecord,
  field: string,
  routing?: JsonRecord,
): void {
  const has = (kind: string) => isSet(step[kind]);
  if (COUNTED.filter(has).length > 1) {
    throw invalidField(field, reported(COUNTED, has), STEP);
  }
  if (!KINDS.some(has)) {
    throw invalidField(
      field,
      reported(KINDS, kind => !has(kind)),
      STEP,
    );
  }
  const max = maxWeightOf(rollout);
  const { setWeight } = step;
  if (typeof setWeight === 'number' && (setWeight < 0 || setWeight > max)) {
    throw invalidField(
      `${field}.setWeight`,
      setWeight,
      `SetWeight needs to be between 0 and ${max}`,
    );
  }
  const pause = has('pause')
    ? pauseDuration(step as unknown as CanaryStep)
    : undefined;
  if (pause !== undefined && !(pause >= 0)) {
    throw invalidField(
      `${field}.pause.duration`,
      Number.isNaN(pause) ? -1 : pause / 1000,
      'Duration needs to be greater than 0',
    );
  }
  if (has('setCanaryScale') && !routing) {
    throw requiredField(
      `${FIELD}.trafficRouting`,
      'SetCanaryScale requires TrafficRouting to be set',
    );
  }
  if (isRecord(step.setHeaderRoute)) {
    checkHeaderRoute(step.setHeaderRoute, `${field}.setHeaderRoute`, routing);
  }
  if (isRecord(step.setMirrorRoute)) {
    checkMirrorRoute(step.setMirrorRoute, `${field}.setMirrorRoute`, routing);
  }
  checkManagedRoutes(step, field, routing);
  if (isRecord(step.experiment)) {
    checkExperiment(step.experiment, field, routing);
  }
  checkArguments(step, field);
}

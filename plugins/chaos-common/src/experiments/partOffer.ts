import { JsonObject, JsonValue } from '@backstage/types';
import { PartOffer } from '@slipway/plugin-work-common';
import { parseGoDuration } from '../duration';
import { CHAOS_KINDS } from '../kinds';
import { string } from '../read';
import { Experiment, startSpec } from './experiments';

/** Modes in which `value` is read. @see pkg/selector/generic/mode.go */
const WITH_VALUE = ['fixed', 'fixed-percent', 'random-max-percent'];

const MODE: JsonObject = {
  type: 'string',
  enum: ['one', 'all', ...WITH_VALUE],
  title: 'Which pods',
  description:
    'one: a random one. fixed: so many. fixed-percent: so many percent, rounded up. random-max-percent: at most so many percent, which may be none.',
};
const VALUE: JsonObject = {
  type: 'string',
  pattern: '^[0-9]*$',
  title: 'How many',
  description: 'Pods or percent, for the modes that take a number.',
};
const DURATION: JsonObject = {
  type: 'string',
  pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$',
  title: 'Duration',
  description: 'After this the targets recover by themselves: 2m, 1m30s.',
};

/** Whether pods are selected, so that a mode says how many. */
function selects({ kind }: Experiment): boolean {
  const { targets } = CHAOS_KINDS[kind];
  return targets === 'pods' || targets === 'containers';
}

/** Seconds that a spec is injected; 0 for what happens once. */
export function partSeconds(spec: JsonObject): number {
  return (parseGoDuration(string(spec.duration) ?? '') ?? 0) / 1000;
}

/** An experiment as a part of a joint run, with the parameters that matter as real fields of its kind. */
export function partOffer(experiment: Experiment): PartOffer {
  const { id, title, question, kind, spec, mode, duration, fields } =
    experiment;
  const asked = fields ?? {};
  const properties: JsonObject = {
    ...(selects(experiment) ? { mode: MODE, value: VALUE } : {}),
    ...(duration === undefined ? {} : { duration: DURATION }),
    ...asked,
  };
  const defaults: JsonObject = {
    ...(selects(experiment) ? { mode: mode ?? 'one' } : {}),
    ...(duration === undefined ? {} : { duration }),
    ...Object.fromEntries(
      Object.entries(spec).filter(([name]) => Object.hasOwn(asked, name)),
    ),
  };
  return {
    kind: 'fault',
    id,
    title,
    help: `${question} ${CHAOS_KINDS[kind].help}`,
    schema: {
      type: 'object',
      additionalProperties: false,
      properties,
      required: Object.keys(defaults),
    },
    defaults,
    durationSeconds: partSeconds(defaults),
  };
}

function isGroup(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merged(base: JsonValue | undefined, over: JsonValue): JsonValue {
  if (!isGroup(base) || !isGroup(over)) return over;
  const result: JsonObject = { ...base };
  for (const [name, value] of Object.entries(over)) {
    if (value !== undefined) result[name] = merged(result[name], value);
  }
  return result;
}

/**
 * The spec of a part.
 *
 * @param labels - of the pods of the service
 * @param args - valid by the schema of the offer
 */
export function partSpec(
  experiment: Experiment,
  namespace: string,
  labels: Record<string, string>,
  args: JsonObject,
): JsonObject {
  const { value, ...others } = args;
  const spec = startSpec(experiment, namespace, labels);
  const result: JsonObject = { ...spec };
  for (const [name, each] of Object.entries(others)) {
    if (each !== undefined) result[name] = merged(spec[name], each);
  }
  return WITH_VALUE.includes(string(result.mode) ?? '')
    ? { ...result, value: value ?? '' }
    : result;
}

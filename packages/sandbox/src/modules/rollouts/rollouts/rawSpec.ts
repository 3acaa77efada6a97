import { isRecord, JsonRecord, Json } from '@slipway/kube-sim';
import { Rollout } from '../rolloutModel';

/** A Rollout's spec as it stands, also where the controllers have no use for it. */

export const record = (value: Json | undefined): JsonRecord =>
  isRecord(value) ? value : {};

export const list = (value: Json | undefined): JsonRecord[] =>
  Array.isArray(value) ? value.map(record) : [];

export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : '';

export const isSet = (value: Json | undefined): boolean =>
  value !== undefined && value !== null;

export const rawSpec = (rollout: Rollout): JsonRecord =>
  record(rollout.spec as unknown as Json);

export const strategyOf = (rollout: Rollout): JsonRecord =>
  record(rawSpec(rollout).strategy);

/** The traffic routing of a canary; undefined without one. */
export function routingOf(rollout: Rollout): JsonRecord | undefined {
  const { trafficRouting } = record(strategyOf(rollout).canary);
  return isRecord(trafficRouting) ? trafficRouting : undefined;
}

/** A record with its members in the order in which Go writes them. */
export function inOrder(value: Json | undefined, keys: string[]): Json {
  if (!isRecord(value)) return null;
  return Object.fromEntries(
    keys.filter(key => isSet(value[key])).map(key => [key, value[key]]),
  );
}

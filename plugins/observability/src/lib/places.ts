import { ObservedPlace } from '@slipway/plugin-observability-common';
import { PlaceRef } from '../api/ObservabilityApi';

/** A place as it stands in the address. */
export const placeKey = ({ cluster, namespace, workload }: PlaceRef): string =>
  `${cluster}/${namespace}/${workload}`;

const RANK: Record<ObservedPlace['environment'], number> = {
  prod: 0,
  stage: 1,
  dev: 2,
};

/**
 * The place that is shown: that of the address; else one with a canary under
 * way; else the one nearest to production that is measured.
 */
export function chosenPlace(
  places: readonly ObservedPlace[],
  key: string | null,
): ObservedPlace | undefined {
  const named = places.find(place => placeKey(place) === key);
  if (named) return named;
  const order = (place: ObservedPlace) =>
    (place.metrics ? 0 : 100) +
    (place.canary ? 0 : 10) +
    RANK[place.environment];
  return [...places].sort((a, b) => order(a) - order(b))[0];
}

import { loadCase, RawObject } from '@slipway/field-cases';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { detailsOf } from '@slipway/plugin-rollouts-common/testUtils';

/**
 * What is derived of each rollout of a field case, by name, with times
 * relative to now.
 *
 * @param change - makes a variant of the case
 */
export function caseDetails(
  name: string,
  change: (objects: RawObject[]) => RawObject[] = objects => objects,
): Record<string, RolloutDetail> {
  return detailsOf(change(loadCase(name, { now: Date.now() })));
}

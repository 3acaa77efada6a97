import { compareInstants, compareLatest } from '../derive/instants';
import { RolloutDetail } from '../types';
import { RolloutDetailParts, rolloutDetailTopic } from './topics';

/** A value of {@link rolloutDetailTopic}; which one is said by its key. */
export type DetailValue = RolloutDetailParts[keyof RolloutDetailParts];

/** The values of {@link rolloutDetailTopic} for a detail, under their keys. */
export function detailItems(detail: RolloutDetail): Map<string, DetailValue> {
  const items = new Map<string, DetailValue>([['core', detail.core]]);
  const add = (
    part: Exclude<keyof RolloutDetailParts, 'core'>,
    values: ReadonlyArray<DetailValue>,
  ) => {
    for (const value of values) items.set(`${part}/${value.uid}`, value);
  };
  add('revision', detail.revisions);
  add('pod', detail.pods);
  add('analysis', detail.analysisRuns);
  add('experiment', detail.experiments ?? []);
  add('event', detail.events);
  return items;
}

/**
 * The reverse of {@link detailItems}. Revisions newest first, pods and runs by
 * age, events newest first. Undefined without `core`: the rollout does not
 * exist, or no longer.
 */
export function detailFromItems(
  items: ReadonlyMap<string, unknown>,
): RolloutDetail | undefined {
  const { valuesOf } = rolloutDetailTopic;
  const [core] = valuesOf(items, 'core');
  if (!core) return undefined;
  return {
    core,
    revisions: valuesOf(items, 'revision').sort(
      (a, b) => b.revision - a.revision,
    ),
    pods: valuesOf(items, 'pod').sort(
      (a, b) =>
        compareInstants(a.createdAt, b.createdAt) ||
        a.name.localeCompare(b.name),
    ),
    analysisRuns: valuesOf(items, 'analysis').sort((a, b) =>
      compareLatest(a.startedAt, b.startedAt),
    ),
    experiments: valuesOf(items, 'experiment').sort((a, b) =>
      compareLatest(a.createdAt, b.createdAt),
    ),
    events: valuesOf(items, 'event').sort((a, b) =>
      compareLatest(a.lastAt ?? a.firstAt, b.lastAt ?? b.firstAt),
    ),
  };
}

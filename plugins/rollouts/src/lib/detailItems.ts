import {
  AnalysisRunView,
  compareInstants,
  compareLatest,
  EventView,
  ExperimentView,
  PodView,
  RevisionView,
  RolloutCore,
  RolloutDetail,
} from '@slipway/plugin-rollouts-common';

/** Values of topic `rollouts:detail`; which one is told by the key. */
export type DetailValue =
  | RolloutCore
  | RevisionView
  | PodView
  | AnalysisRunView
  | ExperimentView
  | EventView;

/**
 * Puts the keyed values of topic `rollouts:detail` together. Revisions newest
 * first, pods and runs by age, events newest first. Undefined without `core`:
 * the rollout does not exist, or no longer.
 */
export function detailFromItems(
  items: ReadonlyMap<string, DetailValue>,
): RolloutDetail | undefined {
  const core = items.get('core') as RolloutCore | undefined;
  if (!core) return undefined;
  const detail: RolloutDetail = {
    core,
    revisions: [],
    pods: [],
    analysisRuns: [],
    events: [],
  };
  const experiments: ExperimentView[] = [];
  for (const [key, value] of items) {
    switch (key.slice(0, key.indexOf('/'))) {
      case 'revision':
        detail.revisions.push(value as RevisionView);
        break;
      case 'pod':
        detail.pods.push(value as PodView);
        break;
      case 'analysis':
        detail.analysisRuns.push(value as AnalysisRunView);
        break;
      case 'experiment':
        experiments.push(value as ExperimentView);
        break;
      case 'event':
        detail.events.push(value as EventView);
        break;
      default:
    }
  }
  detail.revisions.sort((a, b) => b.revision - a.revision);
  detail.pods.sort(
    (a, b) =>
      compareInstants(a.createdAt, b.createdAt) || a.name.localeCompare(b.name),
  );
  detail.analysisRuns.sort((a, b) => compareLatest(a.startedAt, b.startedAt));
  detail.experiments = experiments.sort((a, b) =>
    compareLatest(a.createdAt, b.createdAt),
  );
  detail.events.sort((a, b) =>
    compareLatest(a.lastAt ?? a.firstAt, b.lastAt ?? b.firstAt),
  );
  return detail;
}

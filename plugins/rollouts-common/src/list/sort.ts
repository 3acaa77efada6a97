import { compareText, ListSort } from '@slipway/plugin-live-common';
import { compareAttention } from '../derive/attention';
import { imageTag } from '../derive/images';
import { compareInstants } from '../derive/instants';
import { RolloutPhase, RolloutSummary } from '../types';
import { PHASES } from './filters';

export type SortColumn =
  | 'attention'
  | 'service'
  | 'place'
  | 'state'
  | 'progress'
  | 'image'
  | 'since';

export const SORT_COLUMNS: readonly SortColumn[] = [
  'attention',
  'service',
  'place',
  'state',
  'progress',
  'image',
  'since',
];

const PHASE_ORDER = new Map<RolloutPhase, number>(
  PHASES.map((phase, index) => [phase, index]),
);

function placeText(rollout: RolloutSummary): string {
  return `${rollout.ref.cluster}/${rollout.ref.namespace}`;
}

/** Order by cluster and namespace, then name. */
export function byPlace(a: RolloutSummary, b: RolloutSummary): number {
  return (
    compareText(placeText(a), placeText(b)) ||
    compareText(a.ref.name, b.ref.name)
  );
}

function byNameAndPlace(a: RolloutSummary, b: RolloutSummary): number {
  return (
    compareText(a.ref.name, b.ref.name) ||
    compareText(placeText(a), placeText(b))
  );
}

/** Share of steps done; rollouts without steps come last. */
function progressOf(rollout: RolloutSummary): number {
  if (rollout.stepIndex === undefined || rollout.stepCount === 0) return -1;
  return rollout.stepIndex / rollout.stepCount;
}

const COMPARE: Record<
  SortColumn,
  (a: RolloutSummary, b: RolloutSummary) => number
> = {
  attention: compareAttention,
  service: (a, b) => compareText(a.ref.name, b.ref.name),
  place: (a, b) => compareText(placeText(a), placeText(b)),
  state: (a, b) =>
    (PHASE_ORDER.get(a.phase) ?? PHASES.length) -
    (PHASE_ORDER.get(b.phase) ?? PHASES.length),
  progress: (a, b) =>
    progressOf(a) - progressOf(b) ||
    (a.actualWeight ?? -1) - (b.actualWeight ?? -1),
  image: (a, b) =>
    compareText(
      imageTag(a.canaryImage) ?? imageTag(a.stableImage) ?? '',
      imageTag(b.canaryImage) ?? imageTag(b.stableImage) ?? '',
    ),
  since: (a, b) =>
    compareInstants(a.phaseSince ?? a.createdAt, b.phaseSince ?? b.createdAt),
};

/**
 * Which of two rollouts stands before the other. Equal ones keep the order by
 * name and place in both directions; only one with itself gives 0.
 */
export function rolloutOrder({
  column,
  descending,
}: ListSort<SortColumn>): (a: RolloutSummary, b: RolloutSummary) => number {
  const compare = COMPARE[column];
  const sign = descending ? -1 : 1;
  return (a, b) =>
    sign * compare(a, b) || byNameAndPlace(a, b) || compareUid(a, b);
}

/** A sorted copy, see {@link rolloutOrder}. */
export function sortRollouts(
  rollouts: readonly RolloutSummary[],
  sort: ListSort<SortColumn>,
): RolloutSummary[] {
  return [...rollouts].sort(rolloutOrder(sort));
}

function compareUid(a: RolloutSummary, b: RolloutSummary): number {
  if (a.uid === b.uid) return 0;
  return a.uid < b.uid ? -1 : 1;
}

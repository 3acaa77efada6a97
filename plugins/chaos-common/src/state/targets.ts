import { ChaosObject, RawRecord } from '../raw';
import { string } from '../read';
import { TargetCounts } from '../types';
import { INJECTED, isOneShot, NOT_INJECTED } from './faultState';

/** Selector key of the far side of a NetworkChaos. @see api/v1alpha1/networkchaos_types.go `GetSelectorSpecs` */
const FAR_SIDE = '.Target';

/** Whether a record is on the far side of a NetworkChaos. */
export function isFarSide({ selectorKey }: Pick<RawRecord, 'selectorKey'>) {
  return selectorKey === FAR_SIDE;
}

/** Whether the last thing that happened to a target is a failure. */
export function isFailing({ events }: Pick<RawRecord, 'events'>): boolean {
  return events[events.length - 1]?.outcome === 'Failed';
}

/**
 * Whether the far side of a NetworkChaos is where packets are disturbed: with
 * `from` the rules are set on the target, with `both` on both, and a partition
 * always sets them on both.
 *
 * @see controllers/chaosimpl/networkchaos/trafficcontrol/impl.go, partition/impl.go `Apply`
 */
export function disturbsFarSide({
  kind,
  spec,
}: Pick<ChaosObject, 'kind' | 'spec'>): boolean {
  if (kind !== 'NetworkChaos') return false;
  const direction = string(spec.direction) ?? 'to';
  return spec.action === 'partition' || direction !== 'to';
}

/** Counts of targets: sources apart from the far side. */
export function targetCounts({ status }: ChaosObject): TargetCounts {
  const sources = status.records?.filter(record => !isFarSide(record));
  const farSide = status.records?.filter(isFarSide).length ?? 0;
  const count = (holds: (record: RawRecord) => boolean) =>
    sources?.filter(holds).length ?? 0;
  return {
    ...(sources ? { selected: sources.length } : {}),
    injected: count(({ phase }) => phase === INJECTED),
    recovered: count(
      ({ phase, injectedCount }) => phase === NOT_INJECTED && injectedCount > 0,
    ),
    failing: count(isFailing),
    ...(farSide > 0 ? { farSide } : {}),
  };
}

/** ISO times of the events of all records that succeeded in an operation, oldest first. */
function timesOf(
  records: readonly RawRecord[],
  operation: 'Apply' | 'Recover',
): string[] {
  return records
    .flatMap(({ events }) => events)
    .filter(
      event =>
        event.operation === operation &&
        event.outcome === 'Succeeded' &&
        event.at !== '',
    )
    .map(({ at }) => at)
    .sort((a, b) => Date.parse(a) - Date.parse(b));
}

/**
 * When targets were disturbed, as far as the records still say: the controller
 * keeps the last few events of each.
 *
 * @returns the first injection; and the last recovery (of a one-shot the last
 *   injection), absent while a target is disturbed
 */
export function disturbedTimes(fault: ChaosObject): {
  injectedAt?: string;
  endedAt?: string;
} {
  const records = fault.status.records ?? [];
  const [injectedAt] = timesOf(records, 'Apply');
  const quiet = isOneShot(fault)
    ? records.every(({ phase }) => phase === INJECTED)
    : records.every(({ phase }) => phase === NOT_INJECTED);
  const ends = timesOf(records, isOneShot(fault) ? 'Apply' : 'Recover');
  const endedAt = quiet ? ends[ends.length - 1] : undefined;
  return {
    ...(injectedAt ? { injectedAt } : {}),
    ...(injectedAt && endedAt ? { endedAt } : {}),
  };
}

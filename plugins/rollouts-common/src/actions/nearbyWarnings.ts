import { RunningWork } from '@slipway/plugin-work-common';
import { RolloutCore } from '../types';

/** What runs near a rollout, as far as it is known. */
export interface Nearby {
  work: readonly RunningWork[];
  /** Plugins that could not say what they run, with the reason. */
  unknown: ReadonlyArray<{ plugin: string; reason?: string }>;
}

const NAMES: Partial<Record<RunningWork['kind'], string>> = {
  fault: 'A fault',
  load: 'A load',
  'joint-run': 'A joint run',
};

/** Whether work touches the service of a rollout, or the workload itself. */
function touches(
  { entityRefs, places }: RunningWork,
  { ref, entity }: Pick<RolloutCore, 'ref' | 'entity'>,
): boolean {
  return (
    (entity.state === 'bound' && entityRefs.includes(entity.entityRef)) ||
    places.some(
      place =>
        place.cluster === ref.cluster &&
        place.namespace === ref.namespace &&
        place.workloads?.includes(ref.name),
    )
  );
}

/**
 * What runs on the same service now and falsifies what is measured of a canary:
 * faults, load and joint runs. Nothing is said while the list is not there yet.
 */
export function nearbyWarnings(
  core: Pick<RolloutCore, 'ref' | 'entity'>,
  nearby: Nearby | undefined,
): string[] {
  if (!nearby) return [];
  return [
    ...nearby.work.flatMap(one => {
      const name = NAMES[one.kind];
      return name && touches(one, core)
        ? [
            `${name} is running on this service: ${one.title} (${one.state}). The metrics show its effect too.`,
          ]
        : [];
    }),
    ...nearby.unknown.map(
      ({ plugin, reason }) =>
        `It is not known whether ${plugin} runs something on this service${
          reason ? `: ${reason}` : ''
        }.`,
    ),
  ];
}

import { RunningWork } from '@slipway/plugin-work-common';
import { WorkAnswer } from '@slipway/plugin-work-node';

/**
 * What runs on an entity, or in the namespace of one of its targets. What could
 * not tell is kept. Pure.
 */
export function runningAt(
  { work, unknown }: WorkAnswer,
  place: { entityRef: string; cluster: string; namespace: string },
): WorkAnswer {
  const isHere = ({ entityRefs, places }: RunningWork) =>
    places.length === 0
      ? entityRefs.includes(place.entityRef)
      : places.some(
          ({ cluster, namespace, workloads }) =>
            cluster === place.cluster &&
            (namespace === undefined || namespace === place.namespace) &&
            (workloads === undefined || entityRefs.includes(place.entityRef)),
        );
  return { work: work.filter(isHere), unknown };
}

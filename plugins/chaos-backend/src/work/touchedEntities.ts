import { FaultRow } from '@slipway/plugin-chaos-common';
import { Owners } from '@slipway/plugin-owners-node';
import { TargetPods } from './TargetPods';

/** Entities that a fault touches: the one that it is for, and the owners of the pods that it disturbs. */
export function touchedEntities(
  owners: Pick<Owners, 'bind'>,
  { ref, entity }: Pick<FaultRow, 'ref' | 'entity'>,
  { pods }: TargetPods,
): string[] {
  const bound = [
    entity,
    ...pods.map(({ metadata }) => owners.bind(ref.cluster, metadata).entity),
  ];
  return [
    ...new Set(
      bound.flatMap(each => (each.state === 'bound' ? [each.entityRef] : [])),
    ),
  ];
}

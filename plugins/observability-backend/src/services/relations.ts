import { Entity } from '@backstage/catalog-model';

/** Name of an entity as pages title it: its ref without the kind and the namespace. */
export const titleOf = (entityRef: string) =>
  entityRef.slice(entityRef.indexOf('/') + 1);

/** Targets of the relations of an entity of one type. */
export function relationsOf(
  entity: Entity | undefined,
  type: string,
): string[] {
  return (
    entity?.relations
      ?.filter(relation => relation.type === type)
      .map(({ targetRef }) => targetRef) ?? []
  );
}

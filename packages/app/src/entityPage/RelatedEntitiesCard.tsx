import {
  Entity,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import {
  EntityRefLink,
  EntityRefLinks,
  getEntityRelations,
  useEntity,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import Typography from '@mui/material/Typography';
import {
  ErrorState,
  FactColumn,
  FactNote,
  FactTable,
  SkeletonTable,
} from '@slipway/plugin-portal-react';

const COLUMNS: ReadonlyArray<FactColumn<Entity>> = [
  {
    title: 'Name',
    minWidth: 150,
    cell: entity => (
      <>
        <EntityRefLink entityRef={entity} defaultKind={entity.kind} />
        {entity.metadata.description && (
          <FactNote>{entity.metadata.description}</FactNote>
        )}
      </>
    ),
  },
  {
    title: 'Type',
    minWidth: 96,
    cell: ({ kind, spec }) =>
      typeof spec?.type === 'string' ? spec.type : kind.toLowerCase(),
  },
  {
    title: 'Owner',
    cell: entity => {
      const owners = getEntityRelations(entity, RELATION_OWNED_BY);
      return owners.length > 0 ? (
        <EntityRefLinks entityRefs={owners} defaultKind="group" />
      ) : (
        'nobody'
      );
    },
  },
];

/** Entities that stand in a relation to the one of the page; unlike the catalog's own cards, nothing of it is cut on a phone. */
function RelatedEntitiesCard(props: {
  title: string;
  relation: string;
  /** Where there is none. */
  nothing: string;
}) {
  const { title, relation, nothing } = props;
  const { entity } = useEntity();
  const { entities, loading, error } = useRelatedEntities(entity, {
    type: relation,
  });
  return (
    <InfoCard title={title}>
      {loading && <SkeletonTable rows={2} columns={3} />}
      {error && <ErrorState title={`${title}: not known`} error={error} />}
      {entities?.length === 0 && (
        <Typography color="text.secondary">{nothing}</Typography>
      )}
      {entities && entities.length > 0 && (
        <FactTable
          label={title}
          rows={entities}
          keyOf={stringifyEntityRef}
          columns={COLUMNS}
        />
      )}
    </InfoCard>
  );
}

/** Overview card: services and resources that this one needs. */
export function DependsOnCard() {
  return (
    <RelatedEntitiesCard
      title="Depends on"
      relation={RELATION_DEPENDS_ON}
      nothing="The catalog names nothing that it depends on."
    />
  );
}

/** Overview card: what needs this one. */
export function DependencyOfCard() {
  return (
    <RelatedEntitiesCard
      title="Dependency of"
      relation={RELATION_DEPENDENCY_OF}
      nothing="The catalog names nothing that depends on it."
    />
  );
}
